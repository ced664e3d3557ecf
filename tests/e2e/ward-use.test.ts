import { describe, expect } from 'vitest';
import { violations } from './axe.ts';
import { pageTest } from './chromium.ts';
import { MINUTE } from './events.ts';
import { focused, tabStops, tabTo, tooSmall } from './hand.ts';
import { AUTUMN, hospital, patient } from './hospital.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';

const it = stage(hospital(AUTUMN));
const ENCOUNTERS = '**/v1/wards/10A/encounters';
const SHIFTS = /\/v1\/wards\/10A\/intensity\?.*grain=shift/;
const JUDGEMENTS = '**/v1/wards/10A/judgements';

describe('the screen of a ward', () => {
  pageTest('is reached and used by the keyboard alone, to a judgement that is sent', async () => {
    const someone = await it.visit();
    const page = await someone.go('/', '9/10 aktuella');
    await tabTo(page, tile(page, '10A').getByRole('link'));
    await page.keyboard.press('Enter');
    await page.waitForURL('**/ward?id=10A');
    await page.locator('.patient').nth(7).waitFor();
    await page.locator('table.shifts').first().waitFor();

    const stops = await tabStops(page);
    expect(stops.slice(0, 2)).toEqual(['a Hoppa till innehållet', 'a Översikt']);
    expect(stops.filter((stop) => stop.includes('P-10A-'))).toHaveLength(8);
    expect(stops.join('|')).toMatch(
      /48 h.*7 dygn.*Visa som tabell.*Behov.*Vad betyder A och S.*textarea.*Spara bedömning/s,
    );

    await tabTo(page, page.getByRole('button', { name: '7 dygn' }));
    await page.keyboard.press('Space');
    expect(new URL(page.url()).searchParams.get('range')).toBe('7d');
    await tabTo(page, page.getByText('Visa som tabell').first());
    await page.keyboard.press('Enter');
    await page.locator('.chart-table tbody tr').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.chart-table tbody tr').first().waitFor({ state: 'detached' });

    const second = page.locator('.patient').nth(1);
    const why = page.locator('.why');
    await tabTo(page, second);
    await page.keyboard.press('Enter');
    await why.locator('.part-name', { hasText: 'Grundvärde' }).waitFor();
    await expect.poll(() => textOf(why)).toContain(patient('10A', 2));
    await tabTo(page, why.getByText(/^Beräkningsvärden/).first());
    await page.keyboard.press('Enter');
    await why.locator('.weights').getByText('PPBV §12').first().waitFor();
    const hours = 'Timmar som dagens norm fördelas på';
    await why.locator('.assumptions', { hasText: `${hours}: PPBV §12` }).waitFor();
    for (const closed of (await why.getByText(/^Beräkningsvärden/).all()).slice(1))
      await closed.click();
    // PPBV §12, a day's minutes over the sixteen hours of the day shift: 33, A2 55 and S2 76
    const parts = why.locator('.parts > li');
    const shown = await Promise.all((await parts.all()).map((part) => textOf(part)));
    const norms = {
      Grundvärde: [33, '2,1'],
      'Allmän omvårdnad': [55, '3,4'],
      'Specifik omvårdnad': [76, '4,8'],
    };
    expect(shown).toHaveLength(3);
    for (const [index, [name, [norm, minutes]]] of Object.entries(norms).entries()) {
      expect(shown[index]).toContain(`${name} ${minutes} min`);
      expect(shown[index]).toContain(` ${norm} min/dag publicerad`);
      expect(shown[index]).toContain(`${hours} 16 h antagande`);
    }
    await page.keyboard.press('Escape');
    await why.waitFor({ state: 'detached' });
    expect(await focused(page)).toContain(patient('10A', 2));

    await tabTo(page, page.getByRole('button', { name: 'Spara bedömning' }));
    await page.keyboard.press('Enter');
    await page.getByRole('alert').getByText('Välj först ett värde på skalan.').waitFor();
    await page.keyboard.press('Shift+Tab');
    expect(await focused(page)).toMatch(/^textarea/);
    await page.keyboard.type('Två nya och en orolig.');
    await page.keyboard.press('Shift+Tab');
    for (let presses = 0; presses < 7; presses++) {
      await page.keyboard.press('ArrowUp');
      if (await page.getByRole('radio', { name: /^\+2/ }).isChecked()) break;
    }
    expect(await focused(page)).toBe('input +2 tyngre');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('Bedömningen är sparad: tyngre.');
    await page.locator('.judged li').nth(2).waitFor();
    // the score of the hour beside it: 1.46 required, 1 present
    await expect
      .poll(() => textOf(page.locator('.judged li').first()))
      .toBe(
        '26 okt. 09:30 +2 tyngre belastning 146 %, behov 1,5, på plats 1,0 Två nya och en orolig. Ändra Ta tillbaka',
      );
    expect(await page.getByLabel('Anteckning (frivillig)').inputValue()).toBe('');

    // it is changed, by what the server says alone, and taken back; the two of another system are not
    await page.evaluate('sessionStorage.clear()');
    await page.reload();
    await page.getByRole('button', { name: 'Ändra, 26 okt. 09:30' }).click();
    expect(await page.getByLabel('Anteckning (frivillig)').inputValue()).toBe(
      'Två nya och en orolig.',
    );
    await page.getByRole('radio', { name: /^\+1/ }).check();
    await page.getByRole('button', { name: 'Spara ändringen' }).click();
    await expect
      .poll(() => textOf(page.locator('.judged li').first()))
      .toContain('26 okt. 09:30 +1 något tyngre');
    expect(await page.locator('.judged li').count()).toBe(3);
    await page.getByRole('button', { name: 'Ta tillbaka' }).click();
    await page.locator('.judged li').nth(2).waitFor({ state: 'detached' });
    expect(await page.getByRole('button', { name: 'Ta tillbaka' }).count()).toBe(0);
    await expect
      .poll(() => page.getByRole('status').textContent())
      .toContain('Bedömningen är tillbakatagen.');
  });

  pageTest('is printed on upright A4: head, shifts, and patients by bed', async () => {
    const someone = await it.visit();
    // the last bed needs most, so that the order by need is another one
    await someone.page.route('**/v1/wards/10A/encounters', async (route) => {
      const response = await route.fetch();
      const body = (await response.json()) as { items: { bed: string; minutes: number }[] };
      for (const item of body.items) if (item.bed === '08') item.minutes = 20;
      await route.fulfill({ response, json: body });
    });
    const page = await someone.go('/ward?id=10A', 'Skriv ut för överrapportering');
    await page.locator('.patient').nth(7).waitFor();
    await page.locator('table.shifts').first().waitFor();
    await page.locator('.patient-ahead').nth(7).waitFor();
    const beds = () => page.locator('.patient-bed b').allInnerTexts();
    const byBed = await beds();
    await page.getByRole('button', { name: 'Behov nu', exact: true }).click();
    expect((await beds())[0]).toBe('08');
    await page.locator('.patient').nth(1).click();
    await page.locator('patient-why').waitFor();
    // the bar of the open row would cover its bed
    const bar = () =>
      page.evaluate<string>(
        `getComputedStyle(document.querySelector('.patient[aria-expanded="true"]')).boxShadow`,
      );
    expect(await bar()).not.toBe('none');
    await page.emulateMedia({ media: 'print' });
    await expect.poll(beds).toEqual(byBed);
    expect(await bar()).toBe('none');
    const paper = await textOf(page.locator('body'));
    for (const text of [
      'Uppgifter från 2026-10-26 09:30',
      'Just nu',
      'Bemanning mot behov per pass',
      // A2/S2, 164 minutes in a day of sixteen hours
      'Framåt dag 10,3 · kväll 10,3 · natt',
    ])
      expect(paper).toContain(text);
    for (const text of ['Belastning, %', 'Spara bedömning', 'Tidigare pass', 'Logga ut'])
      expect(paper).not.toContain(text);
    const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
    const [, width, height] = /MediaBox ?\[0 0 ([\d.]+) ([\d.]+)/.exec(pdf)!;
    // A4 in points
    expect([Math.round(Number(width)), Math.round(Number(height))]).toEqual([595, 842]);
  });

  // one patient needs 15.875 min, the seven others 10.25: 87.625 in all
  const SUMS = [
    'Lag 1 46,6 min/h · 4 patienter · 53 % av avdelningen',
    'Lag 2 20,5 min/h · 2 patienter · 23 % av avdelningen',
    'Utan vårdlag 20,5 min/h · 2 patienter · 23 % av avdelningen',
  ];

  for (const [size, isBeside] of [
    ['desktop', true],
    ['phone', false],
  ] as const) {
    pageTest(`shows care teams with their sums, on paper too, on a ${size}`, async () => {
      const someone = await it.visit({ size });
      const page = await someone.go('/ward?id=10A');
      await page.locator('.patient').nth(7).waitFor();
      const toggle = page.getByRole('button', { name: 'Vårdlag', exact: true });
      await tabTo(page, toggle);
      await page.keyboard.press('Enter');
      const teams = page.locator('.care-team');
      await teams.nth(2).waitFor();
      const heads = () =>
        teams.evaluateAll((all) =>
          all.map((team) =>
            [...team.querySelectorAll(':scope > :is(h3, .care-team-sum)')]
              .map((part) => (part.textContent ?? '').replace(/\s+/g, ' ').trim())
              .join(' '),
          ),
        );
      expect(await heads()).toEqual(SUMS);
      expect(await page.locator('.patient').count()).toBe(8);
      const boxes = await Promise.all((await teams.all()).map((team) => team.boundingBox()));
      const [first, second] = boxes;
      expect(second!.y === first!.y).toBe(isBeside);
      expect(await someone.overflow()).toBe(0);
      await page.locator('.patient').nth(4).click();
      await page.locator('.why .parts').waitFor();
      expect(await someone.overflow()).toBe(0);
      expect(await violations(page)).toEqual([]);
      if (someone.hasTouch) expect(await tooSmall(page)).toEqual([]);
      await page.emulateMedia({ media: 'print' });
      await page.evaluate("dispatchEvent(new Event('beforeprint'))");
      expect(await heads()).toEqual(SUMS);
      expect(await toggle.isVisible()).toBe(false);
    });
  }

  pageTest('has no care teams where the site sets none', async () => {
    const someone = await it.visit();
    const page = await someone.go('/ward?id=10B');
    await page.locator('.patient').nth(7).waitFor();
    expect(await page.getByRole('button', { name: 'Vårdlag' }).count()).toBe(0);
  });

  pageTest('shows the rest where one thing does not answer', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const { page } = someone;
    await page.route(ENCOUNTERS, (route) => route.fulfill({ status: 503 }));
    await page.route(SHIFTS, (route) => route.fulfill({ status: 500 }));
    await page.route(JUDGEMENTS, (route) => route.abort());
    await someone.go('/ward?id=10A', 'Servern är hårt belastad.');
    await someone.sees('Något gick fel i servern.');
    await page.locator('.chart-picture').first().waitFor();
    await expect.poll(() => textOf(page.locator('.now'))).toContain('146 %');
    expect(await page.locator('.patient').count()).toBe(0);

    await page.getByRole('radio', { name: /stämmer/ }).check();
    await page.getByLabel('Anteckning (frivillig)').fill('Lugnt.');
    await page.getByRole('button', { name: 'Spara bedömning' }).click();
    await someone.sees('Bedömningen är inte sparad.');
    expect(await page.getByLabel('Anteckning (frivillig)').inputValue()).toBe('Lugnt.');
    await page.unroute(JUDGEMENTS);
    await page.getByRole('button', { name: 'Spara bedömning' }).click();
    await page.locator('.judged').getByText('Lugnt.').waitFor();

    // it retries by itself if that may help, and on request
    await page.unroute(ENCOUNTERS);
    await page.unroute(SHIFTS);
    await page.clock.fastForward(11_000);
    await page.locator('.patient').nth(7).waitFor();
    await page.getByRole('button', { name: 'Försök igen' }).click();
    await page.locator('table.shifts').first().waitFor();
    someone.forgive(/50[03] \(|net::ERR_FAILED/);
  });

  pageTest('says that it is old when nothing new comes', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/ward?id=10A', 'Saknar 0,5');
    await page.clock.pauseAt(it.served.now + 2 * MINUTE);
    await someone.sees(/Inga nya värden sedan \d\d:\d\d/);
    await expect.poll(() => textOf(page.locator('.now-state'))).toBe('Gamla uppgifter');
    await page.clock.resume();
    await someone.sees('Saknar 0,5');
  });

  pageTest('shows no patients to a planner, and nothing of few', async () => {
    const someone = await it.visit({ key: 'planner' });
    const page = await someone.go(
      '/ward?id=20D',
      'Patienter visas bara för den som har behörighet till avdelningen.',
    );
    await expect
      .poll(() => textOf(page.locator('.now')))
      .toContain('för få patienter för att visas');
    await page.getByText('Visa som tabell').first().click();
    const hidden = page
      .locator('.chart-table')
      .first()
      .locator('tbody tr', { hasText: 'för få patienter' });
    await hidden.first().waitFor();
    expect(await page.content()).not.toContain('P-20D');
    // users who may not judge see why in place of the form
    await someone.sees('Bedömningen görs av ledningsansvarig sjuksköterska.');
    expect(await page.getByRole('radio').count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Spara bedömning' }).count()).toBe(0);
    someone.forgive(/403 \(Forbidden\)/);
  });

  pageTest('is open to users of the ward', async () => {
    const viewer = await it.visit({ key: 'viewer' });
    await viewer.go('/ward?id=10C', 'P-10C-1');
    await viewer.go(
      '/ward?id=10A',
      'Avdelningen ”10A” finns inte, eller så saknar du behörighet till den.',
    );
    expect(await viewer.page.getByRole('link', { name: /10C/ }).count()).toBe(1);
    expect(await viewer.page.getByRole('link', { name: /10B/ }).count()).toBe(0);
    const engineer = await it.visit({ key: 'engineer' });
    await engineer.go('/ward?id=10A', 'Din behörighet omfattar inte den här sidan.');
    expect(await engineer.page.content()).not.toContain('P-10A');
    engineer.forgive(/403 \(Forbidden\)/);
  });

  pageTest('requires a key and stays on the ward', async () => {
    const someone = await it.visit({ key: null });
    const page = await someone.go('/ward?id=10B&range=7d');
    await page.getByLabel('Nyckel').fill(it.served.keys.get('admin')!);
    await page.keyboard.press('Enter');
    await page.locator('.patient').first().waitFor();
    await expect.poll(() => textOf(page.locator('h1'))).toContain('10B Medicin B');
    expect(new URL(page.url()).search).toBe('?id=10B&range=7d');
    someone.forgive(/401 \(Unauthorized\)/);
  });
});
