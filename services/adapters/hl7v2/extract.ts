import type { Extract, Note, Refusal } from '../adapter.ts';
import { administrations, movement, results, transfusions } from './bodies.ts';
import { messageText } from './charset.ts';
import { type Message, parseMessage, type Segment, segmentOf } from './er7.ts';
import type { Naming, Section } from './identifiers.ts';
import { keptTime } from './kept.ts';

/** What is kept of a message, or why it cannot be read. */
export interface ReadMessage {
  /** Type and trigger, such as `ADT^A01`; empty if it has none. */
  readonly type: string;
  readonly extracts: readonly Extract[];
  readonly notes: readonly Note[];
  readonly refusal: Refusal | null;
}

/**
 * Reads a message and keeps an allow-list of its fields, identifiers replaced by pseudonyms. Of names, addresses, persons
 * and notes nothing is kept, whatever field they stand in: texts are short, codes are codes, times are times.
 */
export function readMessage(bytes: Buffer, naming: Naming): ReadMessage {
  const text = messageText(bytes, naming.channel);
  if (text === null) return refused('bad-charset', CHARSET);
  const message = parseMessage(text);
  if (message === null) return refused('not-hl7', 'The message does not begin with MSH');
  const type = typeOf(message);
  const refusal = refusalOf(message.header, naming);
  if (refusal !== null) return { type: type.name, extracts: [], notes: [], refusal };
  const found = sectionsOf(message).flatMap((section) =>
    extractsOf(type, message, section, naming),
  );
  const extracts = found.map((extract, at) => (at === 0 ? markedFirst(extract) : extract));
  const kept = extracts.filter(isGrouped);
  return {
    type: type.name,
    extracts: kept,
    notes: notesOf(message, type, extracts, naming),
    refusal,
  };
}

const CHARSET =
  'The bytes are not in the character set that the message or channel names: set `charset`, and `ignoreHeaderCharset` if the header is wrong';

interface MessageType {
  readonly name: string;
  readonly message: string;
  readonly trigger: string;
}

const RESULTS: readonly string[] = ['R01', 'R30', 'R31', 'R32'];

function extractsOf(
  { message: type, trigger }: MessageType,
  message: Message,
  section: Section,
  naming: Naming,
): Extract[] {
  const about = { trigger, sent: keptTime(message.header, 7) };
  if (type === 'ADT') return [movement(about, message, section, naming)];
  if (type === 'ORU' && RESULTS.includes(trigger)) return results(about, section, naming);
  if (type === 'RAS') return administrations(about, section, naming);
  return type === 'BTS' ? transfusions(about, section, naming) : [];
}

/** An extract that belongs to nobody cannot be found again. */
function isGrouped({ visit, patient, group }: Extract): boolean {
  return visit !== null || patient !== null || group !== undefined;
}

function notesOf(
  { header }: Message,
  type: MessageType,
  extracts: readonly Extract[],
  { channel }: Naming,
): Note[] {
  const note = (reason: Note['reason'], key: string): Note => ({
    reason,
    channel: channel.name,
    key,
    count: 1,
  });
  const isRead = type.message === 'ORU' && RESULTS.includes(type.trigger);
  return [
    ...(header.value(10) === '' ? [note('no-message-id', '')] : []),
    ...(extracts.length === 0 && !isRead ? [note('trigger-without-meaning', type.name)] : []),
    ...(extracts.some((extract) => !isGrouped(extract)) ? [note('no-visit-number', '')] : []),
  ];
}

function refusalOf(header: Segment, { channel }: Naming): Refusal | null {
  const accepted = channel.processing.map((id) => id.toUpperCase());
  if (!accepted.includes(header.value(11).toUpperCase())) {
    const detail = 'MSH-11 is not among the `processing` of the channel';
    return { reason: 'wrong-processing', detail };
  }
  const application = header.value(3);
  const names = [application, `${application}@${header.value(4)}`];
  if (channel.senders === undefined || channel.senders.some((name) => names.includes(name))) {
    return null;
  }
  return { reason: 'wrong-sender', detail: 'MSH-3 is not among the `senders` of the channel' };
}

function refused(reason: Refusal['reason'], detail: string): ReadMessage {
  return { type: '', extracts: [], notes: [], refusal: { reason, detail } };
}

/** Senders of old versions name the trigger in EVN alone, or the type of a result alone. */
function typeOf(message: Message): MessageType {
  const type = word(message.header.value(9, 1));
  const named = word(message.header.value(9, 2)) || word(segmentOf(message, 'EVN')?.value(1) ?? '');
  const trigger = named === '' && type === 'ORU' ? 'R01' : named;
  return { message: type, trigger, name: trigger === '' ? type : `${type}^${trigger}` };
}

function word(text: string): string {
  return /^\w{1,7}$/.test(text) ? text.toUpperCase() : '';
}

/** A message has one patient, or several one after another. */
function sectionsOf({ segments }: Message): Section[] {
  const parts: Segment[][] = [[]];
  for (const segment of segments) {
    if (segment.name === 'PID' && parts.at(-1)!.some(({ name }) => name === 'PID')) parts.push([]);
    parts.at(-1)!.push(segment);
  }
  return parts.map((part) => {
    const named = (name: string) => part.find((segment) => segment.name === name);
    return {
      pid: named('PID'),
      pv1: named('PV1'),
      pv2: named('PV2'),
      mrg: named('MRG'),
      segments: part,
    };
  });
}

/** A message is counted once, whatever number of extracts it has. */
function markedFirst(extract: Extract): Extract {
  return { ...extract, body: { ...extract.body, first: true } };
}
