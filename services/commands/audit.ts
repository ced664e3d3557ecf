import { once } from 'node:events';
import { join } from 'node:path';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { counted } from '../platform/counted.ts';
import { InputError } from '../platform/input-error.ts';
import {
  type AuditHead,
  faultBy,
  faultByHeads,
  headPaths,
  readHeads,
  writeHeads,
} from '../security/audit/audit-head.ts';
import { searchAudit } from '../security/audit/audit-search.ts';
import { acceptBreaks, verify } from '../security/audit/audit-verify.ts';
import { accessAudit, userName } from '../security/audit/audited-change.ts';
import { EXIT } from './exit.ts';
import { milliseconds } from './option-values.ts';

/** `audit`: whether the audit of a server is as it was written. */
export function auditCommand(program: Command): void {
  const audit = program.command('audit').summary('look after the audit of a server');
  searchCommand(audit);
  audit
    .command('accept')
    .summary('go on with the audit as it is, after lines of it were lost')
    .description(
      'Notes the last line that is there as the one to hold the audit against, and each line that is damaged as it is, so that only another change of it counts from then on. Lines that are missing stay missing: keep what is left of them, and why. A server that runs notices within some seconds.',
    )
    .option('--data <dir>', 'where the server keeps its state')
    .option('--access <file>', 'or the access file whose changes by command are meant')
    .addOption(elsewhere())
    .action(async (options: Where) => {
      const { folder, heads } = placeOf(options);
      const { last, hash, breaks } = await verify(folder);
      const failed = await writeHeads(heads, { seq: last, hash });
      if (failed.length > 0) throw new InputError(`Cannot write ${failed.join(', ')}`);
      await acceptBreaks(folder, breaks, { at: new Date().toISOString(), by: userName() });
    });
  audit
    .command('verify')
    .summary('see whether any line was changed or left out')
    .description(
      'Reads the audit under --data, holds every line against the one before, and the end against the line that the server noted. The last number and hash it prints show, noted elsewhere and given as --expect later, whether that line is still there.',
    )
    .option('--data <dir>', 'where the server keeps its state')
    .option('--access <file>', 'or the access file whose changes by command are meant')
    .addOption(elsewhere())
    .option('--expect <seq:hash>', 'a line that must be there, as noted elsewhere', expected)
    .action(async ({ expect, ...options }: Where & { readonly expect?: AuditHead }) => {
      const { folder, heads } = placeOf(options);
      const { entries, first, last, hash, fragment, breaks, accepted } = await verify(folder);
      process.stdout.write(
        `${counted(entries, 'entry', 'entries')}, ${first} to ${last}, ${last}:${hash}\n`,
      );
      const copies = readHeads(heads);
      const faults = [
        await faultByHeads(folder, copies),
        expect === undefined ? null : await faultBy(folder, expect),
      ];
      for (const { path, fault } of copies) {
        if (fault !== null) process.stderr.write(`warning: ${path} ${fault}\n`);
      }
      for (const fault of new Set(faults)) {
        if (fault !== null) process.stderr.write(`error: ${fault}\n`);
      }
      if (entries === 0) throw new InputError(`There is no audit under ${folder}`);
      if (first > 1) {
        process.stderr.write(`warning: the first ${first - 1} entries are not there\n`);
      }
      if (fragment !== null) {
        process.stderr.write(
          `warning: ${fragment.file}, line ${fragment.line}: a fragment follows the last entry; it is cut off, or being written\n`,
        );
      }
      for (const { file, line, what } of accepted) {
        process.stderr.write(`warning: ${file}, line ${line}: ${what}; accepted as it is\n`);
      }
      for (const { file, line, what } of breaks) {
        process.stderr.write(`error: ${file}, line ${line}: ${what}\n`);
      }
      const isWhole = breaks.length === 0 && faults.every((fault) => fault === null);
      process.exitCode = isWhole ? EXIT.done : EXIT.failed;
    });
}

/** Which audit is meant. */
interface Where {
  readonly data?: string;
  readonly access?: string;
  readonly auditHead?: string;
}

function placeOf({ data, access, auditHead }: Where) {
  if (data !== undefined) {
    const folder = join(data, 'audit');
    return { folder, heads: headPaths(folder, auditHead) };
  }
  if (access !== undefined) return accessAudit(access);
  throw new InputError('Which audit? Give --data DIR, or --access FILE');
}

function elsewhere(): Option {
  return new Option(
    '--audit-head <file>',
    'the third note of the last line, where the server has one',
  );
}

function expected(text: string): AuditHead {
  const [, seq, hash] = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (seq === undefined || hash === undefined) {
    throw new InvalidArgumentError('Expected number:hash, as "audit verify" prints them.');
  }
  return { seq: Number(seq), hash };
}

interface SearchOptions {
  readonly data: string;
  readonly encounter?: string;
  readonly subject?: string;
  readonly ward?: string;
  readonly route?: string;
  readonly from?: number;
  readonly to?: number;
}

/** `audit search`: who read or changed what, as NDJSON. */
function searchCommand(audit: Command): void {
  audit
    .command('search')
    .summary('find lines: by patient, caller, ward, route and time')
    .description(
      'Prints the lines that fit all that is given, the oldest first. A patient is found where a request named it, and in every list that named it. The server may run meanwhile.',
    )
    .requiredOption('--data <dir>', 'where the server keeps its state')
    .option('--encounter <id>', 'a patient, by pseudonym')
    .option('--subject <text>', 'the caller, or a part of its name, such as the id of a key')
    .option('--ward <id>', 'a ward that a request named')
    .option('--route <address>', 'as declared, or its beginning: /v1/wards/:wardId')
    .option('--from <instant>', 'written then or later', milliseconds)
    .option('--to <instant>', 'written before', milliseconds)
    .action(async ({ data, encounter: encounterId, ward: wardId, ...options }: SearchOptions) => {
      const filter = { ...options, encounterId, wardId };
      for await (const { entry } of searchAudit(join(data, 'audit'), filter)) {
        if (!process.stdout.write(`${JSON.stringify(entry)}\n`)) {
          await once(process.stdout, 'drain');
        }
      }
    });
}
