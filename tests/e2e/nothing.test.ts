import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { looksRight } from './looks.ts';
import { stage } from './stage.ts';

const { visit } = stage({ ...hospital(AUTUMN), deliveries: [] });

describe('a hospital of which nothing is known yet', () => {
  pageTest('has a wall that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/', async (lang) => {
      await someone.sees(lang === 'sv' ? 'Inaktuell 10' : 'Stale 10');
      await someone.sees(lang === 'sv' ? 'inget värde' : 'no value');
      expect(await someone.page.locator('article').count()).toBe(10);
    });
  });

  pageTest('has a screen of each ward that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/ward?id=10A', async (lang) => {
      await someone.sees(
        lang === 'sv'
          ? 'Servern har inga händelser från avdelningen än.'
          : 'The server has no events of the ward yet.',
      );
      await someone.sees(
        lang === 'sv' ? 'Inga patienter den här timmen.' : 'No patients in this hour.',
      );
    });
  });

  pageTest('has a planner that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/planner?from=2026-10-13&to=2026-10-26', async (lang) => {
      await someone.sees(
        lang === 'sv' ? 'Inga värden finns för urvalet.' : 'There are no values of what is chosen.',
      );
      await someone.page.locator('gaps-panel h3').waitFor();
    });
  });

  pageTest('has a pipeline that is late', async () => {
    const someone = await visit();
    await looksRight(someone, '/pipeline', async (lang) => {
      await someone.sees(lang === 'sv' ? 'Inga data har kommit än.' : 'No data has come yet.');
      await someone.sees(lang === 'sv' ? 'Felkön är tom.' : 'There are no dead letters.');
      await someone.sees(lang === 'sv' ? 'Ingen månad är avslutad än.' : 'No month is over yet.');
    });
  });
});
