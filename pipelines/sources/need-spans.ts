/** A charting that a need is there, or is not. */
export interface Evidence<Row> {
  readonly row: Row;
  readonly present: boolean;
  /** How long it holds if nothing is charted after it, in the unit of the row's times. */
  readonly lapsesAfter: number;
}

/** The need held from one row to another; without an end it held to the discharge. */
export interface Span<Row> {
  start: Row;
  end: Row | null;
  /** What ended it: another charting, or that none came. */
  ending: 'stop' | 'lapse';
}

/** What a charting needs for its place in time. */
interface Timed {
  readonly occurredAt: number;
  readonly recordedAt: number;
}

/**
 * The spans of one slot: a need holds from the first charting that says so until one that says otherwise, or until none
 * has said so for `lapsesAfter`. Of chartings at one instant, one that says the need is there wins, then the first given.
 */
export function spansOf<Row extends Timed>(evidence: readonly Evidence<Row>[]): Span<Row>[] {
  const inOrder = evidence.toSorted(
    (a, b) => a.row.occurredAt - b.row.occurredAt || Number(b.present) - Number(a.present),
  );
  const spans: Span<Row>[] = [];
  let start: Row | null = null;
  let last: Evidence<Row> | null = null;
  for (const charting of inOrder) {
    if (start !== null && last !== null) {
      const lapse = last.row.occurredAt + last.lapsesAfter;
      if (charting.row.occurredAt > lapse) {
        spans.push({ start, end: at(last.row, lapse), ending: 'lapse' });
        start = null;
      } else if (!charting.present && charting.row.occurredAt > last.row.occurredAt) {
        spans.push({ start, end: charting.row, ending: 'stop' });
        start = null;
      }
    }
    if (!charting.present) continue;
    start ??= charting.row;
    last = charting;
  }
  if (start === null || last === null) return spans;
  const lapse = last.row.occurredAt + last.lapsesAfter;
  const end = Number.isFinite(lapse) ? at(last.row, lapse) : null;
  return [...spans, { start, end, ending: 'lapse' }];
}

/** Joins spans that overlap or touch. */
export function union<Row extends Timed>(spans: readonly Span<Row>[]): Span<Row>[] {
  const joined: Span<Row>[] = [];
  for (const span of spans.toSorted((a, b) => a.start.occurredAt - b.start.occurredAt)) {
    const open = joined.at(-1);
    if (open === undefined || endOf(open) < span.start.occurredAt) joined.push({ ...span });
    else if (endOf(span) > endOf(open)) Object.assign(open, { end: span.end, ending: span.ending });
  }
  return joined;
}

function endOf({ end }: Span<Timed>): number {
  return end === null ? Number.POSITIVE_INFINITY : end.occurredAt;
}

function at<Row extends Timed>(row: Row, instant: number): Row {
  return { ...row, occurredAt: instant, recordedAt: instant };
}
