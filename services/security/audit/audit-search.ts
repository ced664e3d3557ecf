import type { AuditEntry } from './audit-entry.ts';
import { parseEntry } from './audit-entry.ts';
import { auditFiles, fileLines, pathOf } from './audit-files.ts';

/** Which entries of the audit are wanted. A condition that is not given matches every entry. */
export interface AuditFilter {
  /** Milliseconds since 1970; `to` is not in it. */
  readonly from?: number;
  readonly to?: number;
  /** The caller, in full or in part: the id of a key finds its requests under every name. */
  readonly subject?: string | undefined;
  /** The patient whose data was requested or listed. */
  readonly encounterId?: string | undefined;
  /** A ward that a request named, in its address or in `wards`. */
  readonly wardId?: string | undefined;
  /** The declared address: `/v1/wards/:wardId/intensity`, or a beginning of it. */
  readonly route?: string | undefined;
}

const AT_START = '{"at":"'.length;
const AT_LENGTH = '2026-01-05T12:00:00.000Z'.length;

/** An entry that matches, and the start of the next line. */
export interface Found {
  readonly entry: AuditEntry;
  readonly file: string;
  readonly next: number;
}

/**
 * Yields the entries that match a filter, the oldest first, from a position on. Memory is bounded: lines are read
 * one by one, and only lines that can match are parsed.
 */
export async function* searchAudit(
  folder: string,
  filter: AuditFilter,
  after: { readonly file: string; readonly byte: number } | null = null,
): AsyncGenerator<Found> {
  const wants = wanted(filter);
  const firstMonth = monthOf(filter.from ?? Number.NEGATIVE_INFINITY);
  for (const file of await auditFiles(folder)) {
    if (file < (after?.file ?? firstMonth)) continue;
    const start = file === after?.file ? after.byte : 0;
    for await (const { text, next, isOpen } of fileLines(pathOf(folder, file), start)) {
      if (isOpen || !wants.text(text)) continue;
      const entry = parseEntry(text);
      if (entry !== null && wants.entry(entry)) yield { entry, file, next };
    }
  }
}

/** Whether a line can match, by its text, and whether an entry does match. */
function wanted({ from, to, subject, encounterId, wardId, route }: AuditFilter) {
  const fromText = instantOf(from);
  const toText = instantOf(to);
  const parts = [encounterId, wardId].flatMap((part) => (part === undefined ? [] : [inText(part)]));
  if (subject !== undefined) parts.push(inText(subject));
  if (route !== undefined) parts.push(inText(route));
  return {
    text(line: string): boolean {
      const at = line.slice(AT_START, AT_START + AT_LENGTH);
      if (fromText !== null && at < fromText) return false;
      if (toText !== null && at >= toText) return false;
      return parts.every((part) => line.includes(part));
    },
    entry(entry: AuditEntry): boolean {
      if (!('route' in entry)) {
        const isOfKeys = 'command' in entry || 'settings' in entry;
        const isErasure = 'encounterId' in entry || 'judgement' in entry;
        const others = isOfKeys || isErasure ? [] : [subject];
        if ('encounterId' in entry) {
          if (encounterId !== undefined && entry.encounterId !== encounterId) return false;
        } else others.push(encounterId);
        return [...others, wardId, route].every((w) => w === undefined);
      }
      const listed = entry.encounters ?? [];
      const wards = entry.asked?.wards?.split(',') ?? [];
      return (
        (subject === undefined || entry.subject?.includes(subject) === true) &&
        (encounterId === undefined ||
          entry.encounterId === encounterId ||
          listed.includes(encounterId)) &&
        (wardId === undefined || entry.wardId === wardId || wards.includes(wardId)) &&
        (route === undefined || entry.route.startsWith(route))
      );
    },
  };
}

/** Escapes a text as within a JSON string. */
const inText = (text: string) => JSON.stringify(text).slice(1, -1);

/** Formats an instant as in lines, for comparison as text; `null` if there is none or no date can hold it. */
function instantOf(milliseconds: number | undefined): string | null {
  if (milliseconds === undefined || !Number.isFinite(milliseconds)) return null;
  return new Date(Math.ceil(milliseconds)).toISOString();
}

/** Name of the file of an instant's month, which may be long before the first file. */
function monthOf(milliseconds: number): string {
  if (!Number.isFinite(milliseconds)) return '';
  return `${new Date(milliseconds).toISOString().slice(0, 7)}.ndjson`;
}
