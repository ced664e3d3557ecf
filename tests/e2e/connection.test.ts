import { describe, expect } from 'vitest';
import { pageTest } from './chromium.ts';
import { HOUR } from './events.ts';
import { admit, fortyWards } from './forty-wards.ts';
import { stage } from './stage.ts';
import { textOf, tile } from './tile.ts';

const it = stage(fortyWards());
const NO_CONTACT = /net::ERR_(CONNECTION|INCOMPLETE_CHUNKED|EMPTY_RESPONSE|NETWORK|INTERNET)/;
const UNKNOWN = /401 \(Unauthorized\)/;

describe('the wall and its server', () => {
  pageTest(
    'lose each other when the server stops, and find each other when it is back',
    async () => {
      const { served } = it;
      const someone = await it.visit({ clock: 'moving' });
      const page = await someone.go('/', '40/40 aktuella');
      const { port } = new URL(served.app.listeningOrigin);
      await served.close();
      await page
        .getByText(/Ingen kontakt med servern sedan \d\d:\d\d/)
        .first()
        .waitFor();
      await someone.sees('Gamla uppgifter 40');
      await expect.poll(() => textOf(tile(page, '14C'))).toContain('1/4');
      await served.open();
      await served.listen(Number(port));
      await admit(served, '14C', ['P-late']);
      // it asks every half minute
      await page.clock.fastForward(31_000);
      await tile(page, '14C').getByText('2/4').waitFor();
      await someone.sees('40/40 aktuella');
      someone.forgive(NO_CONTACT);
    },
  );

  pageTest('find each other when a device wakes after a night', async () => {
    const { served } = it;
    // the session of a person would have ended
    const someone = await it.visit({ clock: 'moving', key: 'wall' });
    const page = await someone.go('/', '40/40 aktuella');
    await someone.context.setOffline(true);
    served.app.server.closeAllConnections();
    await admit(served, '15C', ['P-night']);
    served.now += 8 * HOUR;
    await page.clock.fastForward(8 * HOUR);
    await page
      .getByText(/(Inga nya värden|Ingen kontakt med servern) sedan/)
      .first()
      .waitFor();
    await someone.context.setOffline(false);
    await page.clock.fastForward(31_000);
    await tile(page, '15C').getByText('2/4').waitFor();
    // inputs have aged meanwhile, and what is shown is said to be of another time
    await page.getByText(/Underlaget är från/).waitFor();
    someone.forgive(NO_CONTACT);
    served.now -= 8 * HOUR;
  });

  pageTest('require a key, and stay on the page', async () => {
    const someone = await it.visit({ key: null });
    const page = await someone.go('/?type=surgery');
    const key = page.getByLabel('Nyckel');
    await key.fill('vi_no_key');
    await page.getByRole('button', { name: 'Logga in' }).click();
    await page.getByRole('alert').getByText('Nyckeln är ogiltig eller har gått ut.').waitFor();
    expect(await page.locator('article').count()).toBe(0);
    expect(await key.getAttribute('aria-invalid')).toBe('true');
    await key.fill(it.served.keys.get('admin')!);
    await key.press('Enter');
    await tile(page, '12B').waitFor();
    expect(await page.locator('article').count()).toBe(10);
    expect(new URL(page.url()).search).toBe('?type=surgery');
    someone.forgive(UNKNOWN);
  });
});
