import { type Evidence, type Span, spansOf, union } from '../../../pipelines/sources/need-spans.ts';
import { formatInstant, MICROS_PER_HOUR, type Micros } from '../../../schemas/instant.ts';
import type { DerivedEvent } from '../adapter.ts';
import { groupedBy } from '../grouped-by.ts';
import { codeName } from '../mapping/codes.ts';
import type { Charted } from './charted.ts';
import type { VisitContext, WardAt } from './context.ts';
import { compareText } from './order.ts';
import { storedAt } from './recorded.ts';

/** Hours after its last charting at which a need ends by itself. */
const LAPSES_AFTER = 24 * MICROS_PER_HOUR;

/** A charting of a care need: there or not at its time, or from its time to an end of its own. */
export interface NeedCharting {
  readonly code: string;
  readonly charted: Charted;
  readonly present: boolean;
}

interface Row {
  readonly charted: Charted;
  readonly occurredAt: Micros;
  readonly recordedAt: Micros;
}

/**
 * Starts and stops of the care needs of a visit. A need that is charted as there begins with its first charting and
 * ends when a later one denies it, or 24 hours after the last. The end of a stay ends it too: of a patient who has left
 * the wards by then no stop is published.
 * @param later takes the time of a stop that has not come
 */
export function careNeeds(
  chartings: readonly NeedCharting[],
  context: VisitContext,
  { wardAt, later }: { wardAt: WardAt; later: (at: Micros) => void },
): DerivedEvent[] {
  const inOrder = chartings.toSorted((a, b) => compareText(orderOf(a), orderOf(b)));
  const events: DerivedEvent[] = [];
  for (const [code, group] of groupedBy(inOrder, (charting) => charting.code)) {
    for (const { start, end, ending } of union(spansOfNeed(group))) {
      events.push(eventOf('care-need.start', code, start.charted, start, context));
      if (end === null) continue;
      const hasLeft = wardAt(start.occurredAt) !== null && wardAt(end.occurredAt) === null;
      if (ending === 'lapse' && hasLeft) continue;
      if (end.occurredAt > context.now) later(end.occurredAt);
      else events.push(eventOf('care-need.stop', code, start.charted, end, context));
    }
  }
  return events;
}

function spansOfNeed(chartings: readonly NeedCharting[]): Span<Row>[] {
  const stated = chartings.filter(({ charted }) => charted.fact.until !== undefined);
  const charted = chartings.filter((charting) => charting.charted.fact.until === undefined);
  const slots = groupedBy(charted, (charting) => codeName(charting.charted.fact.codes));
  return [
    ...stated.filter(({ present }) => present).map(statedSpan),
    ...[...slots.values()].flatMap((slot) => spansOf(slot.map(evidenceOf))),
  ];
}

function statedSpan({ charted }: NeedCharting): Span<Row> {
  const start = rowOf(charted);
  const until = charted.fact.until!;
  const end = until === null ? null : { ...start, occurredAt: until };
  return { start, end, ending: 'stop' };
}

function evidenceOf({ charted, present }: NeedCharting): Evidence<Row> {
  return { row: rowOf(charted), present, lapsesAfter: LAPSES_AFTER };
}

function rowOf(charted: Charted): Row {
  return { charted, occurredAt: charted.at, recordedAt: storedAt(charted.fact) };
}

function eventOf(
  type: 'care-need.start' | 'care-need.stop',
  code: string,
  identified: Charted,
  { occurredAt, recordedAt }: Row,
  { border, visit }: VisitContext,
): DerivedEvent {
  return {
    type,
    id: border.eventId('n', ...identified.identity, code, type),
    source: identified.channel.source,
    encounterId: visit,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(Math.max(recordedAt, occurredAt)),
    code,
  };
}

function orderOf({ charted }: NeedCharting): string {
  return JSON.stringify([charted.channel.source, ...charted.identity]);
}
