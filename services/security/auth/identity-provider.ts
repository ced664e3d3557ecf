import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import type { Logger } from '../../platform/log.ts';
import { AccessFileError } from './access-file.ts';
import { BrowserSignIn } from './browser-sign-in.ts';
import type { ProviderSettings, SignInSettings } from './provider-settings.ts';
import { TokenVerifier } from './token-verifier.ts';

/** The identity provider of an access file. */
export class IdentityProvider {
  readonly settings: ProviderSettings;
  /** Verifies bearer tokens; `null` if none are accepted. */
  readonly tokens: TokenVerifier | null;
  /** Signs in browsers; `null` if they have keys alone. */
  readonly signIn: BrowserSignIn | null;
  private readonly secret: string | null;

  private constructor(
    settings: ProviderSettings,
    secret: string | null,
    log: Logger,
    now: () => number,
  ) {
    const { audience, jwksUri, signIn } = settings;
    this.settings = settings;
    this.secret = secret;
    this.tokens =
      audience === undefined || jwksUri === undefined
        ? null
        : new TokenVerifier({ ...settings, audience, jwksUri }, now);
    this.signIn =
      signIn === undefined ? null : new BrowserSignIn(settings, signIn, secret, log, now);
  }

  /**
   * Returns the provider of an access file; the one before if nothing changed, with what it knows.
   * @throws AccessFileError if the file of its secret cannot be used
   */
  static async of(
    settings: ProviderSettings | undefined,
    { path, secret: given, log, now }: ProviderSource,
    before: IdentityProvider | null,
  ): Promise<IdentityProvider | null> {
    if (settings === undefined) return null;
    const { signIn } = settings;
    const secret = signIn === undefined ? null : await clientSecret(signIn, path, given);
    const isSame =
      secret === before?.secret && JSON.stringify(settings) === JSON.stringify(before.settings);
    return isSame ? before : new IdentityProvider(settings, secret, log, now);
  }
}

/** What a provider is made with, beside its settings. */
export interface ProviderSource {
  /** The access file. */
  readonly path: string;
  /** The client's secret from the environment, which overrides a file. */
  readonly secret: string | undefined;
  readonly log: Logger;
  readonly now: () => number;
}

/** Returns the path of the file with the client's secret that an access file names; `null` if its secret is no file. */
export function secretPath(
  settings: ProviderSettings | undefined,
  { path, secret }: ProviderSource,
): string | null {
  const name = settings?.signIn?.clientSecretFile;
  const isGiven = secret !== undefined && secret !== '';
  return name === undefined || isGiven ? null : resolve(dirname(path), name);
}

/**
 * Returns the secret of the client; `null` for a public client.
 * @param path of the access file
 * @throws AccessFileError
 */
export async function clientSecret(
  { clientSecretFile }: SignInSettings,
  path: string,
  given: string | undefined,
): Promise<string | null> {
  if (given !== undefined && given !== '') return given;
  if (clientSecretFile === undefined) return null;
  const file = resolve(dirname(path), clientSecretFile);
  const fault = (message: string) =>
    new AccessFileError(
      `The access file ${path} is not valid:\n✖ ${message}\n  → at oidc.signIn.clientSecretFile`,
      { faults: [`oidc.signIn.clientSecretFile: ${message}`] },
    );
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw fault(`Cannot read ${file}: ${error.code}`);
  });
  if (text.trim() === '') throw fault(`${file} is empty: expected the secret of the client`);
  return text.trim();
}
