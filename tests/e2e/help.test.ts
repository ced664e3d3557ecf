import { describe, expect } from 'vitest';
import { violationsByScheme } from './axe.ts';
import { pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { LANGS } from './looks.ts';
import { stage } from './stage.ts';

const { visit } = stage({ ...hospital(AUTUMN), deliveries: [] });
const SCREENS = { wall: '/', ward: '/ward?id=10A', planner: '/planner', pipeline: '/pipeline' };
const TITLES = {
  sv: { wall: 'Översikten', ward: 'Avdelningen', planner: 'Planeringen', pipeline: 'Driftstatus' },
  en: { wall: 'The overview', ward: 'The ward', planner: 'The planner', pipeline: 'System status' },
};

describe('the help', () => {
  pageTest('is linked from each screen, in the language of the screen', async () => {
    const someone = await visit();
    for (const lang of LANGS) {
      for (const [screen, path] of Object.entries(SCREENS)) {
        await someone.go(`${path}${path.includes('?') ? '&' : '?'}lang=${lang}`);
        const opened = someone.context.waitForEvent('page');
        const link = someone.page.getByRole('link', { name: lang === 'sv' ? 'Hjälp' : 'Help' });
        await link.click();
        const help = await opened;
        const title = TITLES[lang][screen as keyof typeof SCREENS];
        await help.getByRole('heading', { level: 1, name: title, exact: true }).waitFor();
        expect(await help.evaluate('document.documentElement.lang')).toBe(lang);
        await help.close();
      }
    }
  });

  pageTest('needs no sign-in, leads to the other language and has the colours chosen', async () => {
    const someone = await visit({ key: null, colorScheme: 'light' });
    const page = await someone.go('/help', 'Är du ny här?');
    await page.evaluate("localStorage.setItem('vardintensitet.theme', 'dark')");
    await someone.go('/help', 'Är du ny här?');
    await page.locator('html[data-theme=dark]').waitFor();
    await page.getByRole('link', { name: 'Lägen, färger och märken' }).first().click();
    await someone.sees('Rött betyder alltid att någon saknas.');
    await page.getByRole('link', { name: 'English' }).click();
    await someone.sees('Red always means that someone is missing.');
  });

  pageTest('is read on a phone, in both languages, light and dark', async () => {
    const someone = await visit({ size: 'phone', key: null });
    const { page } = someone;
    for (const lang of LANGS) {
      for (const name of ['states', 'guide']) {
        await someone.go(`/help/${lang}/${name}.html`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        expect(await someone.overflow(), `${lang} ${name}`).toBe(0);
        expect(await violationsByScheme(page), `${lang} ${name}`).toEqual([]);
      }
    }
  });

  pageTest('prints as text alone, on light paper', async () => {
    const someone = await visit({ key: null, colorScheme: 'dark' });
    const page = await someone.go('/help/sv/guide.html');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.getByRole('navigation').isVisible()).toBe(false);
    expect(await page.getByRole('link', { name: 'English' }).isVisible()).toBe(false);
    expect(await page.getByRole('heading', { level: 1 }).isVisible()).toBe(true);
    const background = 'getComputedStyle(document.documentElement).backgroundColor';
    expect(await page.evaluate(background)).toBe('rgb(255, 255, 255)');
    const pdf = await page.pdf({ preferCSSPageSize: true });
    // A4 in points
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox \[0 0 59[45][.\d]* 84[12]/);
  });
});

pageTest('an address that leads nowhere is a page with a way home, on a phone too', async () => {
  const someone = await visit({ size: 'phone', key: null });
  const { page } = someone;
  await someone.go('/help/fi/', 'Sidan finns inte.');
  await someone.sees('Page not found.');
  await page.getByText('Tekniska uppgifter').click();
  expect(await someone.overflow()).toBe(0);
  expect(await violationsByScheme(page)).toEqual([]);
  await page.getByRole('link', { name: 'Till översikten' }).click();
  await page.locator('form.sign-in').waitFor();
  someone.forgive(/404 \(Not Found\)|401 \(Unauthorized\)/);
});
