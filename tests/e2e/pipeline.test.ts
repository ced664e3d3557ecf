import { beforeAll, describe, expect } from 'vitest';
import { violations } from './axe.ts';
import { pageTest } from './chromium.ts';
import { event } from './events.ts';
import { focused, tabStops, tabTo } from './hand.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { type Lang, looksRight } from './looks.ts';
import { stage } from './stage.ts';
import { textOf } from './tile.ts';
import type { Size, Visit } from './visit.ts';

const fixture = hospital(AUTUMN);
const it = stage(fixture);
const SENT = fixture.deliveries.reduce((sum, { events }) => sum + events.length, 0);
const RETRY = '**/v1/dead-letters/retry';
const HEALTH = '**/v1/pipeline/health';

/** Two records of a ward that is not there, and one that is no event at all. */
beforeAll(async () => {
  const stray = { type: 'admission', encounterId: 'P-stray', wardId: '99Z' };
  const now = Date.parse(AUTUMN) - 60_000;
  await it.served.post([event(now, stray), event(now, stray), { type: 'nonsense' }]);
});

const part = ({ page }: Visit, name: string) => page.locator(`[data-part=${name}]`);
const row = ({ page }: Visit, wardId: string) =>
  page.locator('.ward-inputs tbody tr', { has: page.getByRole('rowheader', { name: wardId }) });
const whole = (value: number, lang: Lang) =>
  new Intl.NumberFormat(lang === 'sv' ? 'sv-SE' : 'en-GB').format(value);

/** What each ward's row says; an engineer sees nothing of few patients. */
const ROWS: Record<Lang, Record<string, readonly string[]>> = {
  sv: {
    // ages of inputs are rounded down to five minutes
    '10A': ['Aktuellt', 'för 5 min sedan', '100 %'],
    '20A': ['Ofullständigt underlag', 'för 2 dygn sedan', '35 %'],
    '20B': ['Saknas'],
    '20D': ['Visas inte', 'för få patienter för att visas'],
    '30B': ['Saknas'],
  },
  en: {
    '10A': ['Current', '5 min ago', '100 %'],
    '20A': ['Incomplete data', '2 days ago', '35 %'],
    '20B': ['Missing'],
    '20D': ['Not shown', 'too few patients to show'],
    '30B': ['Missing'],
  },
};

async function shows(visit: Visit, lang: Lang): Promise<void> {
  await visit.sees(
    lang === 'sv'
      ? 'Inkommande uppgifter visas utan fördröjning.'
      : 'Incoming data is shown without delay.',
  );
  await row(visit, '30B').waitFor();
  const facts = await textOf(part(visit, 'now'));
  expect(facts).toContain(lang === 'sv' ? '26 okt. 09:30' : '26 Oct, 09:30');
  const flow = await textOf(part(visit, 'flow'));
  expect(flow.replace(/\s/g, ' ')).toContain(whole(SENT, lang).replace(/\s/g, ' '));
  for (const [wardId, texts] of Object.entries(ROWS[lang])) {
    const said = await textOf(row(visit, wardId));
    for (const text of texts) expect(said, `${lang} ${wardId}`).toContain(text);
  }
  await visit.page.locator('[data-letter]').nth(2).waitFor();
  expect(await part(visit, 'letters').textContent()).not.toMatch(/P-stray|99Z/);
}

describe('the pipeline', () => {
  for (const size of ['desktop', 'tablet', 'phone'] satisfies Size[]) {
    pageTest(`shows how the data flows, on a ${size}`, async () => {
      const someone = await it.visit({ size });
      await looksRight(someone, '/pipeline', (lang) => shows(someone, lang));
    });
  }

  pageTest('is used by the keyboard alone, to the retry of what was rejected', async () => {
    const someone = await it.visit();
    const page = await someone.go('/pipeline');
    await shows(someone, 'sv');
    const stops = await tabStops(page);
    expect(stops[0]).toBe('a Hoppa till innehållet');
    expect(stops.join('|')).toMatch(/Visa bara dem.*Ordning.*Läs in igen/);

    await tabTo(page, page.getByLabel('Visa bara dem'));
    await page.keyboard.press('Space');
    await row(someone, '10A').waitFor({ state: 'detached' });
    await page.keyboard.press('Space');
    await row(someone, '10A').waitFor();
    await tabTo(page, page.getByLabel('Ordning'));
    await page.keyboard.press('ArrowDown');
    await expect
      .poll(async () => (await page.locator('.ward-inputs tbody th').allTextContents()).join())
      .toMatch(/^\s*(20C|30B)/);

    const retry = page.locator('button.replay');
    const dialog = page.getByRole('dialog', { name: 'Läsa in felkön igen?' });
    await tabTo(page, retry);
    await page.keyboard.press('Enter');
    await dialog.waitFor();
    // the way out is what Enter means at first, and Escape means it too
    expect(await focused(page)).toBe('button Avbryt');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'hidden' });
    expect(await focused(page)).toBe('button Läs in igen');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toBe('button Läs in igen');
    const [request] = await Promise.all([page.waitForRequest(RETRY), page.keyboard.press('Enter')]);
    expect(request.method()).toBe('POST');
    await someone.sees('3 inlästa igen: 0 godkända, 0 dubbletter, 3 avvisade igen.');
    await expect.poll(() => textOf(page.getByRole('status'))).toContain('3 inlästa igen');
  });

  pageTest(
    'dismisses rejected records with a reason, and opens them again, by the keyboard',
    async () => {
      const someone = await it.visit();
      const page = await someone.go('/pipeline');
      const letters = part(someone, 'letters');
      const records = page.locator('[data-letter]');
      await records.nth(2).waitFor();
      // the newest first
      expect(
        await records.evaluateAll((all) => all.map((each) => each.getAttribute('data-letter'))),
      ).toEqual(['3', '2', '1']);
      await page.getByLabel('Orsak').selectOption({ label: 'Okänd avdelning' });
      await expect.poll(() => records.count()).toBe(2);
      expect(await textOf(records.first())).toMatch(/Källsystem: \S+ Händelse-id: \S+/);

      const all = page.getByRole('button', { name: 'Avskriv alla 2 i urvalet …' });
      await tabTo(page, all);
      await page.keyboard.press('Enter');
      const dialog = page.getByRole('dialog', { name: 'Avskriva 2 poster?' });
      await dialog.waitFor();
      expect(await focused(page)).toMatch(/^select Skäl/);
      expect(await violations(page)).toEqual([]);
      // nothing is sent without a reason, nor another reason without words
      await page.keyboard.press('Tab');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await dialog.getByText('Välj ett skäl.').waitFor();
      await dialog.getByLabel('Skäl').selectOption({ label: 'Annat skäl' });
      await page.keyboard.press('Enter');
      await dialog.getByText('Skriv skälet i anteckningen.').waitFor();
      await dialog.getByLabel('Anteckning').fill('Pat. 19121212-1212');
      await dialog.getByRole('button', { name: 'Avskriv', exact: true }).click();
      await dialog.getByText(/liknar ett personnummer/).waitFor();
      await dialog.getByLabel('Anteckning').fill('Ny koppling provkörd');
      await dialog.getByRole('button', { name: 'Avskriv', exact: true }).click();
      await dialog.waitFor({ state: 'hidden' });
      await someone.sees('2 poster avskrivna.');
      expect(await focused(page)).toBe('p 2 poster avskrivna.');
      await someone.sees('Inga poster i urvalet.');
      await expect.poll(() => textOf(letters.locator('.reasons'))).not.toContain('Okänd avdelning');

      await page.reload();
      await expect.poll(() => records.count()).toBe(1);
      await page.locator('.letter-choices select').first().selectOption({ label: 'Avskrivna' });
      await expect.poll(() => records.count()).toBe(2);
      expect(await textOf(records.first())).toMatch(
        /Avskriven 26 okt\. 09:3\d av .+: Annat skäl .*Ny koppling provkörd/,
      );
      expect(await violations(page)).toEqual([]);
      for (const left of [1, 0]) {
        await letters
          .getByRole('button', { name: /^Öppna igen/ })
          .first()
          .click();
        await expect.poll(() => records.count()).toBe(left);
      }
      await page.locator('.letter-choices select').first().selectOption({ label: 'Öppna' });
      await expect.poll(() => records.count()).toBe(3);
      someone.forgive(/400 \(/);
    },
  );

  pageTest('is late when stream time falls behind the clock', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/pipeline', 'I drift');
    it.served.now += 5 * 60_000;
    await page.clock.fastForward(6_000);
    await someone.sees('Uppgifterna ligger 5 min efter.');
    it.served.now -= 5 * 60_000;
  });

  pageTest('says what does not answer, and shows the rest', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/pipeline', 'I drift');
    await page.route(HEALTH, (route) => route.fulfill({ status: 503 }));
    await page.clock.fastForward(6_000);
    await someone.sees(/Ingen kontakt sedan \d\d:\d\d/);
    expect(await violations(page)).toEqual([]);
    await someone.sees('Servern är hårt belastad.');
    await row(someone, '10A').waitFor();
    await page.unroute(HEALTH);
    await page.clock.fastForward(11_000);
    await someone.sees('I drift');

    await page.route('**/v1/dead-letters?*', (route) => route.fulfill({ status: 500 }));
    await page.reload();
    await someone.sees('Något gick fel i servern.');
    await row(someone, '10A').waitFor();
    await page.unroute('**/v1/dead-letters?*');
    await part(someone, 'letters').getByRole('button', { name: 'Försök igen' }).click();
    await page.locator('[data-letter]').first().waitFor();
    someone.forgive(/50[03] \(/);
  });

  pageTest('is closed to users who run no pipeline', async () => {
    const someone = await it.visit({ key: 'viewer' });
    await someone.go('/pipeline', 'Din behörighet omfattar inte den här sidan.');
    expect(await someone.page.locator('.ward-inputs').count()).toBe(0);
    expect(await someone.page.locator('.condition').count()).toBe(0);
    someone.forgive(/403 \(Forbidden\)/);
  });
});
