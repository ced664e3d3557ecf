import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { looksRight } from './looks.ts';
import { stage } from './stage.ts';

const { visit } = stage({ ...hospital(AUTUMN), deliveries: [] });

describe('a hospital without data', () => {
  pageTest('has a wall that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/', async (lang) => {
      await someone.sees(lang === 'sv' ? 'Uppgifter saknas 10' : 'No data 10');
      await someone.sees(lang === 'sv' ? 'underlag saknas' : 'no inputs');
      expect(await someone.page.locator('article').count()).toBe(10);
    });
  });

  pageTest('has a screen of each ward that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/ward?id=10A', async (lang) => {
      await someone.sees(
        lang === 'sv'
          ? 'Inga uppgifter har kommit in från avdelningen ännu.'
          : 'No data has arrived from the ward yet.',
      );
      await someone.sees(
        lang === 'sv' ? 'Inga patienter den här timmen.' : 'No patients this hour.',
      );
    });
  });

  pageTest('has a planner that says so', async () => {
    const someone = await visit();
    await looksRight(someone, '/planner?from=2026-10-13&to=2026-10-26', async (lang) => {
      await someone.sees(
        lang === 'sv' ? 'Det finns inga uppgifter för urvalet.' : 'No data for this selection.',
      );
      await someone.page
        .locator('ahead-panel')
        .getByText(
          lang === 'sv' ? 'normalt behov ännu inte känt' : 'usual requirement not known yet',
        )
        .first()
        .waitFor();
    });
  });

  pageTest('has a pipeline that is late', async () => {
    const someone = await visit();
    await looksRight(someone, '/pipeline', async (lang) => {
      await someone.sees(
        lang === 'sv' ? 'Inga data har kommit in ännu.' : 'No data has arrived yet.',
      );
      await someone.sees(lang === 'sv' ? 'Felkön är tom.' : 'The dead-letter queue is empty.');
      await someone.sees(
        lang === 'sv' ? 'Ingen månad är avslutad ännu.' : 'No month is complete yet.',
      );
    });
  });
});
