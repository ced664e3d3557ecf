import { decode } from '../charset.ts';

/** The two characters that say: explicitly nothing. An empty field says nothing at all. */
export const NOTHING = '""';

/** What divides a message, as its first segment names it. */
export interface Separators {
  readonly field: string;
  readonly component: string;
  readonly repeat: string;
  readonly escape: string;
  readonly subcomponent: string;
}

/** One line of a message. */
export class Segment {
  /** Such as `PID`. */
  readonly name: string;
  private readonly fields: readonly string[];
  readonly separators: Separators;

  constructor(fields: readonly string[], separators: Separators) {
    this.name = fields[0]!.trim();
    this.fields = fields;
    this.separators = separators;
  }

  /** A field as sent, with all its repeats and escapes; empty if it is not there. */
  raw(field: number): string {
    return this.fields[field] ?? '';
  }

  /**
   * A value of the first repeat of a field, its escapes undone: `NOTHING` if the sender says explicitly nothing, empty
   * if it does not say. A component that has subcomponents gives the first of them.
   * @param component from 1, as the standard counts
   */
  value(field: number, component = 1): string {
    return this.part(this.first(field), component);
  }

  /** The values of all repeats of a field. */
  repeats(field: number, component = 1): string[] {
    return this.raw(field)
      .split(this.separators.repeat)
      .map((repeat) => this.part(repeat, component));
  }

  /** The subcomponents of a component of the first repeat of a field. */
  subcomponents(field: number, component: number): string[] {
    const found =
      this.first(field).split(this.separators.component, component)[component - 1] ?? '';
    return found
      .split(this.separators.subcomponent)
      .map((part) => unescaped(part, this.separators).trim());
  }

  /** The first repeat of a field as one text: the components of a free text are no components. */
  text(field: number): string {
    return unescaped(this.first(field), this.separators);
  }

  private first(field: number): string {
    return until(this.raw(field), this.separators.repeat);
  }

  private part(repeat: string, component: number): string {
    const found = repeat.split(this.separators.component, component)[component - 1] ?? '';
    return unescaped(until(found, this.separators.subcomponent), this.separators).trim();
  }
}

/** A message that has been divided. Segments come in the order of the message. */
export interface Message {
  readonly header: Segment;
  readonly segments: readonly Segment[];
  readonly separators: Separators;
}

const USUAL = ['^', '~', '\\', '&'];
/** What may stand before the first segment. */
const BEFORE = /^[\s\0\ufeff]*$/;

/**
 * Divides a message into its segments; `null` if it does not begin as one. Segments end with CR, LF or both. Nothing that
 * is not known, such as segments with Z, is an error. Escapes are undone when a value is read, after the message is divided.
 */
export function parseMessage(text: string): Message | null {
  const start = text.indexOf('MSH');
  if (start < 0 || !BEFORE.test(text.slice(0, start))) return null;
  const field = text[start + 3];
  if (field === undefined || /[\w\s]/.test(field)) return null;
  const lines = text.slice(start).split(/[\r\n]+/);
  const separators = separatorsOf(field, lines[0]!.split(field, 2)[1]!);
  const segments = lines
    .filter((line) => line.trim() !== '')
    .map((line) => new Segment(fieldsOf(line, field), separators));
  return { header: segments[0]!, segments, separators };
}

/** The first segment of a name. */
export function segmentOf(message: Message, name: string): Segment | undefined {
  return message.segments.find((segment) => segment.name === name);
}

function separatorsOf(field: string, named: string): Separators {
  const [component, repeat, mark, subcomponent] = USUAL.map((usual, at) => named[at] ?? usual);
  return {
    field,
    component: component!,
    repeat: repeat!,
    escape: mark!,
    subcomponent: subcomponent!,
  };
}

/** The standard counts the separator itself as the first field of a header. */
function fieldsOf(line: string, field: string): string[] {
  const fields = line.split(field);
  if (/^(?:MSH|FHS|BHS)$/.test(fields[0]!)) fields.splice(1, 0, field);
  return fields;
}

function until(text: string, separator: string): string {
  const end = text.indexOf(separator);
  return end < 0 ? text : text.slice(0, end);
}

/** Undoes escapes. Formatting is a line break, highlighting nothing; an unknown escape stays as it is. */
function unescaped(text: string, separators: Separators): string {
  const mark = separators.escape;
  if (!text.includes(mark)) return text;
  let result = '';
  let at = 0;
  while (at < text.length) {
    const start = text.indexOf(mark, at);
    const end = start < 0 ? -1 : text.indexOf(mark, start + 1);
    if (end < 0) break;
    result += text.slice(at, start);
    const meaning = meaningOf(text.slice(start + 1, end), separators);
    if (meaning === null) {
      // the second mark may begin an escape that is known
      result += text.slice(start, end);
      at = end;
    } else {
      result += meaning;
      at = end + 1;
    }
  }
  return result + text.slice(at);
}

function meaningOf(code: string, separators: Separators): string | null {
  switch (code) {
    case 'F':
      return separators.field;
    case 'S':
      return separators.component;
    case 'T':
      return separators.subcomponent;
    case 'R':
      return separators.repeat;
    case 'E':
      return separators.escape;
    case 'H':
    case 'N':
      return '';
    default:
      if (/^\.(?:br|sp|in|ti|fi|nf|ce|sk)[+-]?\d*$/i.test(code)) return '\n';
      if (!/^X(?:[0-9a-f]{2})+$/i.test(code)) return null;
      return decode(Buffer.from(code.slice(1), 'hex'), 'auto');
  }
}
