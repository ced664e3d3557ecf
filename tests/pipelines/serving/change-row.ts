import { expect } from 'vitest';
import { changes } from '../../../pipelines/serving/queries.ts';
import type { Micros } from '../../../schemas/instant.ts';
import type { Question } from '../../reference/balance.ts';
import type { NurseHours } from '../../reference/bucket.ts';
import type { IntensityRow } from './bucket-row.ts';
import { rangeOf, type Stores } from './stores.ts';

interface ChangeRow {
  readonly from: Micros;
  readonly earlier: object;
  readonly final: object;
  readonly minutes_change: number | null;
}

/** `changes` lists the hours of a question whose value differs as known then and now, and no others. */
export async function expectChanges(stores: Stores, question: Question, asKnownAt: Micros) {
  const range = rangeOf(question, asKnownAt);
  const then = (await stores.intensity(range, 'hour')).map(compared);
  const now = (await stores.intensity(rangeOf(question), 'hour')).map(compared);
  const different = now.flatMap((final, i) => {
    const earlier = then[i]!;
    if (JSON.stringify(earlier.value) === JSON.stringify(final.value)) return [];
    const isKnown = earlier.value.minutes !== null && final.value.minutes !== null;
    return {
      from: final.from,
      earlier: earlier.value,
      final: final.value,
      minutes_change: isKnown
        ? expect.closeTo(final.value.minutes! - earlier.value.minutes!, 6)
        : null,
    };
  });
  const rows = await stores.ask<ChangeRow>(changes(range));
  expect(
    rows.map(({ from, earlier, final, minutes_change }) => {
      return { from, earlier, final, minutes_change };
    }),
  ).toEqual(different);
}

function compared(row: IntensityRow) {
  const { from, reason, minutes, minutes_low, minutes_high, census, coverage } = row;
  const { rn, na } = (row.supply ?? { rn: null, na: null }) as NurseHours;
  return { from, value: { reason, minutes, minutes_low, minutes_high, census, coverage, rn, na } };
}
