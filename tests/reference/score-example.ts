import type { Site } from '../../schemas/site.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { event, siteWith } from '../support/scenario.ts';

type Story = readonly (WardEvent | readonly WardEvent[])[];

/**
 * What happens to a patient, and the encounter-hours that come of it, computed by hand: for the reference, and for the
 * scoring that it checks. Times are as `at` reads them.
 */
export interface ScoreExample {
  readonly name: string;
  readonly site: Site;
  /** The story, and the tick that moves stream time to its end. */
  readonly events: readonly WardEvent[];
  readonly rows: readonly ExpectedRow[];
}

export interface ExpectedRow {
  readonly hour: string;
  readonly wardId: string;
  /** The columns of `encounter_hour` that the example computes; `null`: there is no such row. */
  readonly columns: Readonly<Record<string, unknown>> | null;
}

/** An example on the usual site, unless another is named. */
export function example(
  name: string,
  story: Story,
  until: string,
  rows: readonly ExpectedRow[],
  site: Site = siteWith(),
): ScoreExample {
  return { name, site, events: [...story.flat(), event(until, { type: 'tick' })], rows };
}

/** A row, on ward A unless another is named. */
export function row(hour: string, columns: ExpectedRow['columns'], wardId = 'A'): ExpectedRow {
  return { hour, wardId, columns };
}

export function noRow(hour: string, wardId = 'A'): ExpectedRow {
  return row(hour, null, wardId);
}

/** Millionths of a minute of an exact fraction. */
export function minutes(numerator: number, denominator = 1): number {
  return Math.round((numerator * 1_000_000) / denominator);
}

/** The events of one example in a log of many: with encounters and ids of its own, those that are equal stay equal. */
export function ofExample(events: readonly WardEvent[], index: number): WardEvent[] {
  const ids = [...new Set(events.map(({ id }) => id))];
  return events.map((one) => {
    const id = `e${index}-${ids.indexOf(one.id)}`;
    return 'encounterId' in one
      ? { ...one, id, encounterId: encounterOf(one.encounterId, index) }
      : { ...one, id };
  });
}

/** The encounter of an example in that log. */
export function encounterOf(encounterId: string, index: number): string {
  return `${encounterId}-${index}`;
}
