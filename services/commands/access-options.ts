import { readFile } from 'node:fs/promises';
import { createSecureContext } from 'node:tls';
import type { Command } from 'commander';
import type { Site } from '../../schemas/site.ts';
import { networksOf } from '../http/client-address.ts';
import { InputError } from '../platform/input-error.ts';
import type { Logger } from '../platform/log.ts';
import type { Metrics } from '../platform/metrics.ts';
import { Access } from '../security/auth/access.ts';
import { type AccessFile, readAccessFile } from '../security/auth/access-file.ts';
import { clientSecret } from '../security/auth/identity-provider.ts';
import { isLoopback } from '../security/auth/loopback.ts';
import type { ServerOptions } from '../server/build-server.ts';
import { providerSecret, type ServerConfig } from './config.ts';

/** Settings for access to a server, and for its connections. */
export type AccessConfig = Pick<
  ServerConfig,
  | ('data' | 'host' | 'port' | 'access' | 'auditHead' | 'rateLimit' | 'failedSignIns')
  | ('connections' | 'connectionsPerAddress')
  | ('trustedProxy' | 'tlsCert' | 'tlsKey' | 'insecure')
>;

const appended = (text: string, before: readonly string[] = []) => [...before, text];

/** Adds the options for access to a server, and for its connections. */
export function accessOptions(command: Command): Command {
  return command
    .option(
      '--access <file>',
      'who may use it: keys (see "keys create"), and an identity provider with its sign-in',
    )
    .option('--audit-head <file>', 'a third note of the last line of the audit, on another disk')
    .option('--tls-cert <file>', 'certificate chain (PEM), to speak TLS without a proxy')
    .option('--tls-key <file>', 'its private key (PEM)')
    .option('--insecure', 'listen beyond this machine without TLS: keys can be read on the way')
    .option(
      '--trusted-proxy <network>',
      'address or network of a proxy, whose X-Forwarded-For is trusted; may be repeated',
      appended,
    )
    .option('--rate-limit <n>', 'requests a minute of one caller, 0 for any number (default: 1200)')
    .option('--failed-sign-ins <n>', 'wrong keys a minute of one address (default: 20)')
    .option('--connections <n>', 'connections at a time (default: 4000)')
    .option('--connections-per-address <n>', 'of them by one address (default: 200)');
}

/** What a server is built with. */
export interface ServerAccess {
  readonly access: Access;
  readonly server: Pick<ServerOptions, 'connections' | 'tls'>;
}

/**
 * Checks the settings for access and connections, and writes nothing.
 * @throws InputError if other machines could reach the server without an access file, if keys could be read on the
 *   way, or if a file is not valid
 */
export async function assertAccess(config: AccessConfig): Promise<void> {
  const { data, host, access: file, insecure } = config;
  const isBeyond = !isLoopback(host);
  if (file === undefined && isBeyond) {
    throw new InputError(
      `--host ${host} can be reached by other machines. Give --access FILE, which says who may use the server ("keys create" makes one), or listen on 127.0.0.1.`,
    );
  }
  const tls = await tlsOf(config);
  const secureCookie = file !== undefined && (await assertFile(file)).secureCookie;
  if (isBeyond && tls === undefined && !insecure && !secureCookie) {
    throw new InputError(
      `--host ${host} can be reached by other machines, which could read keys on the way. Give --tls-cert and --tls-key; or set "secureCookie": true in ${file}, where a proxy with TLS is before the server; or --insecure, where the way is safe without.`,
    );
  }
  await Access.assertUsable(data, file === undefined);
}

/** @throws InputError if the access file or the secret that it names is not valid */
async function assertFile(file: string): Promise<AccessFile> {
  const { access } = await readAccessFile(file);
  const signIn = access.oidc?.signIn;
  if (signIn !== undefined) await clientSecret(signIn, file, providerSecret());
  return access;
}

/**
 * Opens the authentication of a server, and reads the settings of its connections.
 * @throws InputError as `assertAccess`
 */
export async function openAccess(
  config: AccessConfig,
  site: Site,
  log: Logger,
  metrics: Metrics,
): Promise<ServerAccess> {
  await assertAccess(config);
  const { data, host, port, access: file, auditHead, rateLimit, failedSignIns, insecure } = config;
  const tls = await tlsOf(config);
  const isProxy = networksOf(config.trustedProxy);
  const isSecure = tls !== undefined || (!isLoopback(host) && !insecure);
  const access = await Access.open({
    ...{ data, site, file, auditHead, rateLimit, failedSignIns },
    ...{ log, metrics, isProxy, isSecure, port, clientSecret: providerSecret() },
  });
  const { connections: total, connectionsPerAddress: perAddress } = config;
  return { access, server: { connections: { total, perAddress, isProxy }, tls } };
}

async function tlsOf({ tlsCert, tlsKey }: AccessConfig): Promise<ServerOptions['tls']> {
  if (tlsCert === undefined && tlsKey === undefined) return undefined;
  if (tlsCert === undefined || tlsKey === undefined) {
    throw new InputError('--tls-cert and --tls-key belong together: give both');
  }
  const read = (path: string, option: string) =>
    readFile(path).catch((error: Error) => {
      throw new InputError(`Cannot read ${option} ${path}: ${error.message}`);
    });
  const pair = { cert: await read(tlsCert, '--tls-cert'), key: await read(tlsKey, '--tls-key') };
  try {
    createSecureContext(pair);
  } catch (error) {
    throw new InputError(
      `--tls-cert ${tlsCert} and --tls-key ${tlsKey} are no certificate and its key in PEM: ${(error as Error).message}`,
    );
  }
  return pair;
}
