import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { event, functions, HOUR, MINUTE, staffing, tick, utc, vitals } from './events.ts';
import { admit, fortyWards, NOON, REQUIRED } from './forty-wards.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';
import type { Visit } from './visit.ts';

const noon = Date.parse(NOON);
/** A state is shown when it has lasted more than ten minutes. */
const HOLD = 11 * MINUTE;
/** How long moves may be silent in a hospital that has not yet a day of hours. */
const SILENCE = 8 * HOUR;

/** Every ward has four beds, and is to have two registered nurses at least. */
const it = stage(fortyWards());

/** Time passes on the server and in the page; events of that instant come with the tick. */
async function pass(visit: Visit, milliseconds: number, events = (_at: number) => [] as object[]) {
  const { served } = it;
  served.now += milliseconds;
  await visit.page.clock.fastForward(milliseconds);
  const at = served.now;
  await served.deliver({ until: utc(at), events: [...(events(at - 1_000) as []), tick(at)] });
  served.serve.api.stream.tick();
}

const present = (wardId: string, at: number, headcounts: { rn: number; na?: number }) =>
  staffing(wardId, 'actual', [noon - 2 * HOUR, noon + 24 * HOUR], headcounts, at);

describe('what is planted is seen on the wall', () => {
  pageTest('L5: a thin shift, a missing registered nurse, and patients over the beds', async () => {
    const someone = await it.visit({ clock: 'moving' });
    const page = await someone.go('/', '40/40 aktuella');
    for (const wardId of ['11A', '12A', '13A'])
      await tile(page, wardId).getByText('I balans').waitFor();

    await pass(someone, MINUTE, (at) => [
      // half of what is required
      ...present('11A', at, { rn: Math.round((REQUIRED / 2) * 1e6) / 1e6 }),
      // one more than required, one of them registered
      ...present('12A', at, { rn: 1, na: 3 }),
      // two registered nurses more than required
      ...present('14A', at, { rn: 5, na: 0 }),
      // a patient of four beds before, six after
      ...['A', 'B', 'C', 'D', 'E'].flatMap((name) => [
        event(at, { type: 'admission', encounterId: `N-${name}`, wardId: '13A' }),
        ...functions(at, `N-${name}`),
        ...vitals(at, `N-${name}`),
      ]),
    ]);
    // a mark is shown at once
    await expect.poll(() => textOf(tile(page, '13A'))).toContain('6/4 +2 öb');
    await pass(someone, HOLD);
    await tile(page, '11A').getByText('Saknar 1,5').waitFor();
    await tile(page, '12A').getByText('En sjuksköterska saknas').waitFor();
    // 4 present of 3.0625 required: it is no shortage of persons
    await expect.poll(() => textOf(tile(page, '12A').locator('.headline'))).toContain('−1');
    expect(await textOf(tile(page, '12A'))).toContain('på plats 4,0 behöver 3,1');

    // the ward says who can lend: of 5 present and 3.0625 required one, and to the ward that lacks more
    await someone.go('/ward?id=11A', /Kan låna ut fram till kl/);
    await someone.sees(/14A: 1 ssk, \+1,9 → \+0,9/);
    await someone.go('/ward?id=12A', /Kan låna ut en sjuksköterska fram till kl/);
    await someone.sees('14A har personal över, men den behövs mer på 11A');
    await someone.go('/ward?id=14A', 'Kan avvara 1,9');
    expect(await page.getByText('Kan låna ut').count()).toBe(0);
  });

  pageTest('L7: a feed that is silent, and its wards as out of date', async () => {
    // a wall stays signed in
    const someone = await it.visit({ clock: 'moving', key: 'wall' });
    const page = await someone.go('/', '40/40 aktuella');
    // enough patients that their moves may be shown
    await admit(it.served, '15B', ['M-1', 'M-2', 'M-3', 'M-4', 'M-5']);
    // the last came before the end of this hour, and times of others are rounded down
    for (let passed = 0; passed <= HOUR + SILENCE; passed += HOUR) await pass(someone, HOUR);
    await someone.sees(/Inga in- eller utskrivningar sedan/);
    await tile(page, '14A').getByText('Gamla uppgifter').waitFor();
    await someone.sees('källa tyst');
  });
});
