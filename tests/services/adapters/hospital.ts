import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { type Micros, parseInstant } from '../../../schemas/instant.ts';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import type { Border } from '../../../services/adapters/border.ts';
import type { TakenRecord } from '../../../services/adapters/channel.ts';
import { identityOf } from '../../../services/adapters/difference.ts';
import type { Mapping } from '../../../services/adapters/mapping/schema.ts';
import type { EventSink } from '../../../services/adapters/publish.ts';
import { AdapterService } from '../../../services/adapters/service.ts';
import { mappingWith, read, segment, border as usualBorder } from './hl7v2/messages.ts';

/** When everything of these tests is received. */
export const NOW = parseInstant('2026-03-02T12:00:00Z');

export const places = { A: 'A', B: 'B', C: 'C' };

/** Ingest that keeps versions as they come: it can refuse, and be away. */
export class KeptEvents implements EventSink {
  readonly versions: WireEvent[] = [];
  refuses: (event: WireEvent) => string | null = () => null;
  isAway = false;

  async send(events: readonly WireEvent[]): Promise<(string | null)[]> {
    if (this.isAway) throw new Error('ingest is away');
    const reasons = events.map((event) => this.refuses(event));
    this.versions.push(...events.filter((_, index) => reasons[index] === null));
    return reasons;
  }

  /** What holds: the version of each event that was recorded last, whatever the order they came in. */
  get held(): WireEvent[] {
    const last = new Map<string, WireEvent>();
    for (const version of this.versions) {
      const before = last.get(identityOf(version));
      if (before === undefined || recordedAt(before) < recordedAt(version)) {
        last.set(identityOf(version), version);
      }
    }
    return [...last.values()]
      .filter(({ status }) => status !== 'entered-in-error')
      .toSorted((a, b) => (identityOf(a) < identityOf(b) ? -1 : 1));
  }
}

function recordedAt(event: WireEvent): Micros {
  return parseInstant(event.recordedAt);
}

export interface Opened {
  readonly path?: string;
  readonly mapping?: Mapping;
  readonly sink?: EventSink;
  readonly now?: () => Micros;
  readonly border?: Border;
  readonly queueLimit?: number;
}

export async function newPath(): Promise<string> {
  return join(await mkdtemp(join(tmpdir(), 'adapters-')), 'adapters.duckdb');
}

/** The adapters of a hospital; channels stay closed. */
export async function openAdapters({
  path,
  mapping = mappingWith({}, { places }),
  sink = new KeptEvents(),
  now = () => NOW,
  border = usualBorder,
  queueLimit,
}: Opened = {}): Promise<AdapterService> {
  return AdapterService.open({
    ...{ path: path ?? (await newPath()), mapping, sink, now, border },
    log: pino({ level: 'silent' }),
    ...(queueLimit !== undefined && { queueLimit }),
  });
}

/** Interprets and sends what is there, with channels closed. */
export async function settle(service: AdapterService): Promise<void> {
  service.interpreter.trigger();
  service.publisher.trigger();
  await service.idle();
}

/** A message as the channel takes it. */
export function taken(
  text: string | Buffer,
  mapping: Mapping = mappingWith({}, { places }),
  receivedAt: Micros = NOW,
): TakenRecord {
  const { extracts, notes } = read(text, mapping);
  return { channel: mapping.channels[0]!.name, receivedAt, extracts, notes };
}

/** A movement of a visit at local times of one morning. */
export function movement(
  trigger: string,
  {
    visit = 'V1',
    patient = 'P1',
    place = 'A^^1',
    at = '0800',
    recorded,
    lines = [],
  }: Readonly<Partial<Record<'visit' | 'patient' | 'place' | 'at' | 'recorded', string>>> & {
    readonly lines?: readonly string[];
  } = {},
): string {
  const stored = recorded ?? at;
  return [
    `MSH|^~\\&|EHR|H|VI|H|20260302${stored}||ADT^${trigger}|7|P|2.5`,
    `EVN|${trigger}|20260302${stored}||||20260302${at}`,
    segment('PID', { 3: patient, 5: 'Efternamnsson^Tolvan', 7: '19121212' }),
    ...lines,
    segment('PV1', { 2: 'I', 3: place, 19: visit }),
  ].join('\r');
}
