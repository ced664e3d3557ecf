import { z } from 'zod';
import { InputError } from '../platform/input-error.ts';
import { isLoopback } from '../security/auth/loopback.ts';

const LONGEST_QUOTE = 200;
const problem = z.object({ title: z.string(), detail: z.string().optional() });

/**
 * Parses the answer of a successful call.
 * @throws InputError if it is not an answer of our servers
 */
export function answerOf<T>(answer: z.ZodType<T>, text: string, host: string): T {
  const parsed = answer.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${host} answers, but not as a server of this program does. Is --to its address?`,
  );
}

/** Describes a failed answer in a few words: its problem, if it has one. */
export function problemText(status: number, text: string): string {
  const parsed = problem.safeParse(json(text));
  if (!parsed.success) return `it answered ${status}`;
  const { title, detail } = parsed.data;
  return `it answered ${status}, ${plain(detail ?? title).slice(0, LONGEST_QUOTE)}`;
}

/** Replaces control characters in foreign text, so that a terminal does not act on them. */
export function plain(text: string): string {
  return text.replace(/\p{C}/gu, '·');
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The message for a refusal that a retry does not change, and how to fix it. */
export function refusalText(to: URL, status: number, text: string, hasKey: boolean): string {
  const { host, hostname } = to;
  if (status === 401 && hasKey) {
    return `${host} does not take this key: it is mistyped, withdrawn or expired.`;
  }
  if (status === 401) {
    const here =
      ' A server on this machine without --access keeps one: give --key-file <data>/local-key.';
    return `${host} wants a key: give --key-file FILE, or VARDINTENSITET_KEY.${isLoopback(hostname) ? here : ''}`;
  }
  if (status === 403) {
    return `${host} does not allow this with this key. To send events it needs the role sender, for dead letters engineer.`;
  }
  return `${host} refused the request: ${problemText(status, text)}. Is --to the address of a server of this program?`;
}
