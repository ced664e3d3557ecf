import { expect, test } from 'vitest';
import { expectedRow } from '../property/scored.ts';
import { admit, at, discharge, event, rows, siteWith, vitals } from '../support/scenario.ts';
import { referenceEncounterHours, referenceWardHours } from './score.ts';
import { scoreExamples } from './score-examples.ts';

test.each(scoreExamples)('$name', ({ site, events, rows }) => {
  const log = events.map((one) => ({ event: one, partition: 0 }));
  const found = referenceEncounterHours(log, site).filter(
    ({ encounterId }) => encounterId === 'E1',
  );
  for (const { hour, wardId, columns } of rows) {
    const one = found.find((each) => each.hour === at(hour) && each.wardId === wardId);
    const row = one && { ...expectedRow(one), index: one.index };
    if (columns === null) expect(row, `${hour} on ${wardId}`).toBeUndefined();
    else expect(row, `${hour} on ${wardId}`).toMatchObject(columns);
  }
});

test('each partition has its own stream time', () => {
  const other = event('9', { type: 'admission', wardId: 'B', encounterId: 'E2' });
  const log = [
    { event: admit('9'), partition: 0 },
    { event: event('9:30', { type: 'tick' }), partition: 0 },
    { event: other, partition: 1 },
    { event: event('11:30', { type: 'tick' }), partition: 1 },
  ];
  const found = referenceEncounterHours(log, siteWith());
  expect(found.map(({ encounterId, hour }) => [encounterId, hour])).toEqual([
    ['E1', at('9')],
    ['E2', at('9')],
    ['E2', at('10')],
    ['E2', at('11')],
  ]);
});

test('ward-hours are sums; coverage is weighted by presence', () => {
  const other = event('10:15', { type: 'admission', wardId: 'A', encounterId: 'E2' });
  const found = rows([admit('10:30'), vitals('10:30'), other, discharge('10:45')], '11:30');
  const wardHours = referenceWardHours(found);
  expect(wardHours.map(({ wardId, hour }) => [wardId, hour])).toEqual([
    ['A', at('10')],
    ['A', at('11')],
  ]);
  expect(wardHours[0]).toMatchObject({
    census: 1,
    presenceMicros: 3_600_000_000,
    arrivals: 2,
    departures: 1,
    imputedPatients: 2,
    provisional: false,
    // churn 22.5 + 30 + 22.5; (92 + 55)/16 over one patient-hour in all
    minutes: 84_187_500,
  });
  // 7 of 11 for a quarter of the hour's presence
  expect(wardHours[0]?.coverage).toBeCloseTo(7 / 44, 15);
});
