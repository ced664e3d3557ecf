import { z } from 'zod';
import { InputError } from '../platform/input-error.ts';

const LONGEST_QUOTE = 200;
const problem = z.object({ title: z.string(), detail: z.string().optional() });

/**
 * Reads the answer of a call that went well.
 * @throws InputError where it is not what our servers say
 */
export function answerOf<T>(answer: z.ZodType<T>, text: string, host: string): T {
  const parsed = answer.safeParse(json(text));
  if (parsed.success) return parsed.data;
  throw new InputError(
    `${host} answers, but not as a server of this program does. Is --to its address?`,
  );
}

/** An answer that is no success in a few words: the problem it names, if it names one. */
export function sayProblem(status: number, text: string): string {
  const parsed = problem.safeParse(json(text));
  if (!parsed.success) return `it answered ${status}`;
  const { title, detail } = parsed.data;
  return `it answered ${status}, ${plain(detail ?? title).slice(0, LONGEST_QUOTE)}`;
}

/** Text from elsewhere without what a terminal would act on. */
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
