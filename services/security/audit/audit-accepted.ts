import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { replaceFile } from '../../platform/durable-files.ts';

/** What is wrong with an audit, and where. */
export interface Break {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly what: string;
  /** Hash of the fault with the line and the one before: the same only while both are. */
  readonly mark: string;
}

const accepted = z.array(
  z.strictObject({
    /** When an operator accepted the break, and who. */
    at: z.string(),
    by: z.string(),
    file: z.string(),
    line: z.int().min(1),
    what: z.string(),
    mark: z.string(),
  }),
);
type Accepted = z.output<typeof accepted>;

/** Beside the folder of an audit: the breaks that an operator has accepted. */
export function acceptedPath(folder: string): string {
  return `${folder}-accepted.json`;
}

/** Returns the accepted breaks of an audit; none if the file is missing, or cannot be read. */
export async function readAccepted(folder: string): Promise<Accepted> {
  try {
    return accepted.parse(JSON.parse(await readFile(acceptedPath(folder), 'utf8')));
  } catch {
    return [];
  }
}

/** Notes that breaks of an audit are accepted: only as they are, so that another change at the same place is one. */
export async function acceptBreaks(
  folder: string,
  breaks: readonly Break[],
  { at, by }: { readonly at: string; readonly by: string },
): Promise<void> {
  if (breaks.length === 0) return;
  const all = [...(await readAccepted(folder)), ...breaks.map((each) => ({ at, by, ...each }))];
  await replaceFile(acceptedPath(folder), `${JSON.stringify(all, null, 1)}\n`);
}
