import { join } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { plain } from '../client/answer.ts';
import { writableFolder } from '../platform/folder.ts';
import { auditedChange } from '../security/audit/audited-change.ts';
import { expiryText, readAccessFile } from '../security/auth/access-file.ts';
import { parseKey } from '../security/auth/key.ts';
import { addKey, revokeKey } from '../security/auth/manage-keys.ts';
import { parseGrant, ROLES } from '../security/auth/principal.ts';
import { rotateSecret } from '../security/auth/session-secrets.ts';

const DAY = 24 * 3_600_000;
const MOST_DAYS = 99_999;

/** `keys`: who may use a server by a key. */
export function keysCommand(program: Command): void {
  const keys = program
    .command('keys')
    .summary('make, list and withdraw the keys of an access file')
    .description(
      'Keeps the access file that a server is given with --access. Servers that run read it again some seconds after it changes. It holds digests of the keys, not the keys. Every change is written to FILE.audit, with the user who made it.',
    );
  const about = (name: string, summary: string) =>
    keys.command(name).summary(summary).requiredOption('--access <file>', 'access file');

  about('create', 'make a key, and print it this once')
    .requiredOption('--name <text>', 'whose it is', nameOf)
    .requiredOption(
      '--grant <grant...>',
      `what it may: ${ROLES.join(', ')}; for some wards ward_lead:31A,36A, for all ward_lead:*; for what a sender sends sender:adt,lab`,
      withGrant,
    )
    .option('--expires <days>', 'when it ends, such as 90d', daysOf)
    .action(
      async (options: { access: string; name: string; grant: string[]; expires?: number }) => {
        const { access, name, grant: grants, expires } = options;
        const expiresAt = expires === undefined ? null : Date.now() + expires;
        const limit = expiresAt === null ? {} : { expires: expiryText(expiresAt) };
        const change = { command: 'keys create', name, grants, ...limit } as const;
        const key = await auditedChange(access, change, async () => {
          const result = await addKey(access, { name, grants, expiresAt });
          return { result, more: { id: parseKey(result)!.id } };
        });
        process.stdout.write(`${key}\n`);
        process.stderr.write('This is the only time it is shown.\n');
      },
    );

  about('list', 'whose they are, what they may, and until when')
    .option('--json', 'print JSON')
    .action(async ({ access, json }: { access: string; json?: boolean }) => {
      const { text } = await readAccessFile(access);
      const listed = (text.keys ?? []).map(({ digest: _, ...key }) => key);
      const lines = listed.map(({ id, name, grants, expires }) =>
        [id, plain(name), grants.join(' '), expires ?? '–'].join('  '),
      );
      process.stdout.write(json ? `${JSON.stringify(listed)}\n` : `${lines.join('\n')}\n`);
    });

  about('revoke', 'withdraw one')
    .argument('<id>', 'the id of the key, as "keys list" shows it')
    .action(async (id: string, { access }: { access: string }) => {
      await auditedChange(access, { command: 'keys revoke', id }, async () => {
        const name = await revokeKey(access, id);
        return { result: undefined, more: { name } };
      });
    });

  keys
    .command('rotate-session-secret')
    .summary('seal the sessions of browsers with a new secret')
    .description(
      'Puts a new secret in the session-secret file of a server. The one before opens the sessions it has sealed for --keep, in which browsers that are used get new cookies; 0d ends all of them. Servers that run read it some seconds later.',
    )
    .requiredOption('--data <dir>', 'where the state of the server is kept')
    .option('--keep <days>', 'how long the secret of before is good', keepOf, DAY)
    .action(async ({ data, keep }: { data: string; keep: number }) => {
      await writableFolder('--data', data);
      await rotateSecret(join(data, 'session-secret'), Date.now() + keep);
    });
}

function nameOf(text: string): string {
  if (text === '' || text.length > 100) {
    throw new InvalidArgumentError('Expected 1 to 100 characters.');
  }
  return text;
}

function withGrant(text: string, before: readonly string[] = []): string[] {
  try {
    parseGrant(text);
  } catch (error) {
    throw new InvalidArgumentError(`${(error as Error).message}.`);
  }
  return [...before, text];
}

function keepOf(text: string): number {
  return text === '0d' ? 0 : daysOf(text);
}

function daysOf(text: string): number {
  const [, days] = /^([1-9]\d*)d$/.exec(text) ?? [];
  if (days === undefined) throw new InvalidArgumentError('Expected days, such as 90d.');
  if (Number(days) > MOST_DAYS) {
    throw new InvalidArgumentError(`It is too long: expected at most ${MOST_DAYS}d.`);
  }
  return Number(days) * DAY;
}
