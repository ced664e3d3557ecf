import { formatInstant, type Micros } from '../../../schemas/instant.ts';
import type { RefusalReason } from '../adapter.ts';
import type { Hl7Channel } from '../mapping/schema.ts';
import { isWide, messageText } from './charset.ts';
import { parseMessage, type Segment } from './er7.ts';
import { frame } from './frames.ts';

/** What became of a message: it is kept and durable, it is not kept and must be sent again, or it is refused. */
export type Outcome = 'kept' | 'not-kept' | RefusalReason;

/** What an answer has besides the message and what became of it. */
export interface AnswerContext {
  readonly mode: Hl7Channel['ack'];
  readonly now: Micros;
  /** The number of the answer itself; called once for each. */
  readonly nextId: () => string;
}

/** An answer as it is sent. */
export interface Answer {
  /** Such as `AA`. */
  readonly code: string;
  readonly bytes: Buffer;
}

/**
 * The answers to a message, in the order to send: one, or by the wishes of its sender none to two. Nothing of the message
 * is repeated but its sender, receiver and number.
 */
export function answersTo(message: Buffer, outcome: Outcome, context: AnswerContext): Answer[] {
  // as single bytes: the number of the message comes back byte for byte, whatever its character set
  const text = isWide(message) ? (messageText(message, WIDE) ?? '') : message.toString('latin1');
  const header = parseMessage(text.slice(0, LONGEST_HEADER))?.header ?? UNKNOWN;
  return levels(header, outcome, context.mode).map((level) => {
    const code = `${level}${LETTERS[outcome] ?? 'R'}`;
    const lines = answer(header, code, outcome, context);
    return { code, bytes: frame(Buffer.from(`${lines.join('\r')}\r`, 'latin1')) };
  });
}

const WIDE = { charset: 'utf-16', ignoreHeaderCharset: true } as const;
const LONGEST_HEADER = 4096;
const UNKNOWN = parseMessage('MSH|^~\\&|||||||||P|2.5')!.header;
const LETTERS: Partial<Record<Outcome, string>> = { kept: 'A', 'not-kept': 'E' };

/** Codes of HL7 table 0357, and a text for persons who read a log of the sender. */
const ERRORS: Readonly<
  Record<Exclude<Outcome, 'kept'>, [code: string, text: string, said: string]>
> = {
  'not-kept': ['207', 'Application internal error', 'Not stored now, send it again'],
  'not-hl7': ['100', 'Segment sequence error', 'Not a message of HL7 v2'],
  unfinished: ['100', 'Segment sequence error', 'The message was not ended'],
  'too-large': ['207', 'Application internal error', 'The message is too large'],
  'wrong-processing': ['202', 'Unsupported processing id', 'MSH-11 is not accepted here'],
  'wrong-sender': ['207', 'Application internal error', 'The sender is not accepted here'],
  'bad-charset': ['102', 'Data type error', 'The bytes do not fit the character set'],
  'bad-file': ['207', 'Application internal error', 'The message cannot be read'],
};

/** `A` an answer of the application, `C` one of the commit. */
type Level = 'A' | 'C';

function levels(header: Segment, outcome: Outcome, mode: Hl7Channel['ack']): Level[] {
  const [accept, application] = [header.value(15), header.value(16)];
  if (mode === 'original' || (mode === 'by-message' && accept === '' && application === '')) {
    return ['A'];
  }
  if (mode === 'enhanced') return ['C'];
  const isKept = outcome === 'kept';
  const commit = wants(accept, isKept);
  // what was not accepted has no answer of the application, unless it is the only one
  const isApplied = wants(application, isKept) && (isKept || !commit);
  return [...(commit ? (['C'] as const) : []), ...(isApplied ? (['A'] as const) : [])];
}

/** Always, on success, on error, or never. */
function wants(condition: string, isKept: boolean): boolean {
  return condition === 'AL' || condition === (isKept ? 'SU' : 'ER');
}

function answer(
  header: Segment,
  code: string,
  outcome: Outcome,
  { now, nextId }: AnswerContext,
): string[] {
  const { field, component } = header.separators;
  const line = (...fields: readonly string[]) => {
    const last = fields.findLastIndex((value) => value !== '');
    return fields.slice(0, last + 1).join(field);
  };
  const trigger = header.value(9, 2);
  const type = /^\w+$/.test(trigger) ? ['ACK', trigger, 'ACK'].join(component) : 'ACK';
  const msh = line(
    'MSH',
    header.raw(2) || '^~\\&',
    header.raw(5),
    header.raw(6),
    header.raw(3),
    header.raw(4),
    timeOf(now),
    '',
    type,
    nextId(),
    header.raw(11),
    header.raw(12),
    '',
    '',
    '',
    '',
    '',
    header.raw(18),
  );
  const id = header.raw(10);
  if (outcome === 'kept') return [msh, line('MSA', code, id)];
  const [error, text, said] = ERRORS[outcome];
  if (!hasErrorCodes(header.value(12))) return [msh, line('MSA', code, id, said)];
  const coded = [error, text, 'HL70357'].join(component);
  return [msh, line('MSA', code, id), line('ERR', '', '', coded, 'E', '', '', '', said)];
}

/** From version 2.5 an error has a code and a severity. */
function hasErrorCodes(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > 2 || (major === 2 && minor >= 5);
}

/** Time with offset, in UTC. */
function timeOf(now: Micros): string {
  return `${formatInstant(now).replace(/\D/g, '').slice(0, 14)}+0000`;
}
