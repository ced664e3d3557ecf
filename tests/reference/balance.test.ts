import { describe, expect, test } from 'vitest';
import { wardEvent } from '../../schemas/ward-event.ts';
import { toWire } from '../property/wire.ts';
import { ledgerAsKnown } from './as-known.ts';
import { referenceBuckets } from './balance.ts';
import { balanceExamples } from './balance-examples.ts';

describe.each(balanceExamples)('$name', ({ site, deliveries, answers }) => {
  test.each(answers)(
    'by $question.grain, $question.reader, as known at $asKnownAt',
    ({ question, asKnownAt, expected }) => {
      const ledger = ledgerAsKnown(deliveries, site, asKnownAt);
      expect(referenceBuckets(ledger, question)).toMatchObject(expected);
    },
  );

  test('its events are as a source system may send them, each once', () => {
    const events = deliveries.flat();
    expect(events.map((event) => wardEvent.parse(toWire(event)))).toEqual(events);
    expect(
      new Set(events.map(({ source, id, recordedAt }) => `${source} ${id} ${recordedAt}`)).size,
    ).toBe(events.length);
  });
});
