import { type AddressInfo, createServer } from 'node:net';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect } from 'vitest';
import { builtDashboards } from '../../services/commands/running.ts';
import { Served } from '../services/api/served.ts';
import { CLIENT, OpenIdProvider } from '../services/security/openid-provider.ts';
import { openBrowser, pageTest } from './chromium.ts';
import { AUTUMN, hospital } from './hospital.ts';
import { Visit } from './visit.ts';

let provider: OpenIdProvider;
let served: Served;
let browser: Browser;

beforeAll(async () => {
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const accounts = { anna: { roles: 'ward_viewer:10C' } };
  // localhost is another site than 127.0.0.1, as a provider is
  provider = await OpenIdProvider.start({ origin, accounts, authentication: 'none' });
  const oidc = {
    issuer: provider.issuer,
    signIn: { clientId: CLIENT.id, origin, scopes: 'roles' },
  };
  [browser, served] = await Promise.all([
    openBrowser(),
    Served.of({ ...hospital(AUTUMN, 3), dashboards: builtDashboards(), oidc }),
  ]);
  await served.listen(port);
});
afterAll(async () => {
  await browser?.close();
  await served?.stop();
  await provider?.stop();
});

pageTest(
  'an account signs in with the button, sees its pages, and signs out here and there',
  async () => {
    const visit = await Visit.begin(browser, served, { key: null });
    const page = await visit.go('/?lang=sv', 'eller med nyckel');
    await page.getByRole('link', { name: 'Logga in med sjukhuskonto' }).click();
    await page.getByPlaceholder('Enter any login').fill('anna');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.locator('article').waitFor();
    expect(new URL(page.url()).search).toBe('?lang=sv');
    const menu = page.getByRole('navigation', { name: 'Sidor' });
    await expect
      .poll(() => menu.getByRole('link').allTextContents())
      .toEqual(['Översikt', 'Planering', 'Hjälp']);

    await page.getByRole('button', { name: 'Logga ut', exact: true }).click();
    await page.locator('form.sign-in').waitFor();
    expect(await menu.getByRole('link').allTextContents()).toEqual(['Översikt', 'Hjälp']);
    await page.getByRole('link', { name: 'Logga ut från sjukhuskontot' }).click();
    await page.getByRole('button', { name: 'Yes, sign me out' }).click();
    await page.getByText('eller med nyckel').waitFor();

    // not known to the provider either
    await page.getByRole('link', { name: 'Logga in med sjukhuskonto' }).click();
    await page.getByPlaceholder('Enter any login').fill('nobody');
    await page.getByPlaceholder('and password').fill('any');
    await page.getByRole('button', { name: 'Sign-in' }).click();
    await page.getByRole('button', { name: 'Continue' }).click();
    await page.getByText('Ditt konto saknar behörighet').waitFor();
    expect(page.url()).not.toContain('sign-in');
    await visit.end();
  },
);

pageTest('a link that was used says so', async () => {
  const visit = await Visit.begin(browser, served, { key: null });
  await visit.go('/?sign-in=used-link', 'Länken är redan använd');
  await visit.end();
});

/** A port that is free now: the provider must know the address before the server starts. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address() as AddressInfo;
  await new Promise((resolve) => probe.close(resolve));
  return port;
}
