import { chmod, chown, readFile, stat, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { formatInstant, instant } from '../../../schemas/instant.ts';
import { writeAtomically } from '../../platform/durable-files.ts';
import { InputError } from '../../platform/input-error.ts';
import { parseGrant } from './principal.ts';
import { providerSettings } from './provider-settings.ts';
import { SESSION_TIMES } from './sessions.ts';

const grant = z.string().transform((text, context) => {
  try {
    return parseGrant(text);
  } catch (error) {
    context.issues.push({ code: 'custom', message: (error as Error).message, input: text });
    return z.NEVER;
  }
});

const key = z.strictObject({
  id: z.string().regex(/^[a-z2-7]{8,32}$/),
  /** SHA-256 of the secret, in hex. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  /** Owner, for people to read. */
  name: z.string().min(1).max(100),
  grants: z.array(grant).min(1),
  expires: instant.optional(),
});

const sessions = z.strictObject({
  idleMinutes: z.number().min(1).max(1440).default(SESSION_TIMES.idleMinutes),
  hours: z.number().min(0.1).max(24).default(SESSION_TIMES.hours),
  wallDays: z.number().min(1).max(400).default(SESSION_TIMES.wallDays),
});

/** Who may use a server: keys, an identity provider, or both. */
const accessFile = z
  .strictObject({
    keys: z.array(key).optional(),
    oidc: providerSettings.optional(),
    /** Whether browsers reach the server only over TLS, and send its cookie only there. */
    secureCookie: z.boolean().default(false),
    /** How long sessions of browsers last. */
    sessions: sessions.optional(),
  })
  .refine(({ keys, oidc }) => keys !== undefined || oidc !== undefined, {
    error: 'Expected keys, oidc or both',
  })
  .refine(({ keys = [] }) => new Set(keys.map(({ id }) => id)).size === keys.length, {
    path: ['keys'],
    error: 'Expected every id once',
  });

export type AccessFile = z.output<typeof accessFile>;
export type AccessFileText = z.input<typeof accessFile>;

/** An access file that cannot be used. */
export class AccessFileError extends InputError {
  readonly isMissing: boolean;
  /** What is wrong with it, by field; empty if the file could not be read. */
  readonly faults: readonly string[];

  constructor(
    message: string,
    { isMissing = false, faults = [] }: { isMissing?: boolean; faults?: readonly string[] },
  ) {
    super(message);
    this.isMissing = isMissing;
    this.faults = faults;
  }
}

/**
 * Reads an access file.
 * @returns its parsed content, and its raw content
 * @throws AccessFileError naming the file and the field at fault
 */
export async function readAccessFile(
  path: string,
): Promise<{ access: AccessFile; text: AccessFileText }> {
  let content: string;
  let text: AccessFileText;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const isMissing = code === 'ENOENT';
    throw new AccessFileError(`Cannot read the access file ${path}: ${message}`, { isMissing });
  }
  try {
    text = JSON.parse(content);
  } catch (error) {
    const faults = ['it is not JSON'];
    const { message } = error as Error;
    throw new AccessFileError(`Cannot read the access file ${path}: ${message}`, { faults });
  }
  const parsed = accessFile.safeParse(text);
  if (parsed.success) return { access: parsed.data, text };
  const named = namingKeys(parsed.error, text);
  throw new AccessFileError(`The access file ${path} is not valid:\n${z.prettifyError(named)}`, {
    faults: named.issues.map(({ path, message }) => `${path.join('.') || 'file'}: ${message}`),
  });
}

/** Describes what is wrong and where; for a key with its id, since its index is hard to find. */
function namingKeys({ issues }: z.ZodError, text: AccessFileText): z.ZodError {
  return {
    issues: issues.map((issue) => {
      const [list, index] = issue.path;
      const key = list === 'keys' ? text.keys?.[index as number] : undefined;
      const which = key?.id === undefined ? '' : ` (key ${key.id}, ${key.name})`;
      return { ...issue, message: `${issue.message}${which}` };
    }),
  } as z.ZodError;
}

/**
 * Writes the file atomically, readable by its owner only; an existing file keeps owner and mode.
 * @param assertHeld throws if the file must not change now
 */
export async function writeAccessFile(
  path: string,
  text: AccessFileText,
  assertHeld: () => Promise<void>,
): Promise<void> {
  const before = await stat(path).catch(() => null);
  await writeAtomically(path, async (temporary) => {
    await writeFile(temporary, `${JSON.stringify(text, null, 2)}\n`, { mode: 0o600, flush: true });
    if (before !== null) {
      await chown(temporary, before.uid, before.gid).catch(() => undefined);
      await chmod(temporary, before.mode & 0o777);
    }
    await assertHeld();
  });
}

/** Formats milliseconds since 1970 as in the file. */
export const expiryText = (milliseconds: number): string => formatInstant(milliseconds * 1000);
