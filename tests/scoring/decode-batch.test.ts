import { RecordBatchReader, RecordBatchStreamWriter, tableFromJSON } from 'apache-arrow';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toArrow } from '../../pipelines/scoring/batch.ts';
import { decode, judge } from '../../pipelines/scoring/decode.ts';
import { decodeBatch } from '../../pipelines/scoring/decode-batch.ts';
import { eventRules } from '../../pipelines/scoring/event-rules.ts';
import { suspects } from '../../pipelines/scoring/screen.ts';
import { soundEvent } from '../../pipelines/scoring/sound-event.ts';
import { toWireEvent } from '../../pipelines/scoring/wire-event.ts';
import { MICROS_PER_DAY } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { wardEvent } from '../../schemas/ward-event.ts';
import { hospital } from '../property/hospital.ts';
import { siteWith } from '../reference/scenario.ts';

const noWard = fc.constantFrom('Z', 'nowhere');

/** Ways to spoil a decoded event that an Arrow file can carry and the schema must refuse. */
const SPOILERS: ((event: Record<string, unknown>, ward: string) => void)[] = [
  (event) => (event.occurredAt = Number(event.recordedAt) + 300_000_001),
  (event) => (event.recordedAt = -5e15),
  (event) => (event.occurredAt = Number(event.recordedAt) - 400 * MICROS_PER_DAY),
  (event) => (event.occurredAt = Number(event.recordedAt) - 400 * MICROS_PER_DAY - 1),
  (event) => (event.type = 'gossip'),
  (event) => (event.id = 'with space'),
  (event) => (event.id = ''),
  (event) => (event.id = 'é'),
  (event) => (event.source = 'a b'),
  (event) => (event.status = 'draft'),
  (event) => delete event.encounterId,
  (event) => (event.encounterId = '19811228-9874'),
  (event) => (event.encounterId = 'x'.repeat(65)),
  (event, ward) => (event.wardId = ward),
  (event) => (event.age = -1),
  (event) => (event.age = Number.NaN),
  (event) => (event.minutes = 1441),
  (event) => (event.volumeMl = Number.POSITIVE_INFINITY),
  (event) => (event.value = Number.NaN),
  (event) => (event.value = 5000),
  (event) => (event.value = 'Q'),
  (event) => (event.unit = 'furlong'),
  (event) => (event.code = 'barthel'),
  (event) => (event.code = ''),
  (event) => (event.form = 'a b'),
  (event) => (event.bed = ''),
  (event) => (event.bed = 'x'.repeat(33)),
  (event) => (event.headcount = -1),
  (event) => (event.to = event.from),
  (event) => (event.total = Number.NaN),
];

const spoiled = fc
  .tuple(
    hospital(),
    fc.array(fc.tuple(fc.nat(), fc.nat(SPOILERS.length - 1), noWard), {
      minLength: 1,
      maxLength: 40,
    }),
  )
  .filter(([{ log }]) => log.length > 0)
  .map(([{ site, log }, spoilings]) => {
    const events = log.map(({ event }) => ({ ...event }) as Record<string, unknown>);
    for (const [at, spoiler, ward] of spoilings)
      SPOILERS[spoiler]!(events[at % events.length]!, ward);
    return { site, events: events as unknown as WardEvent[] };
  });

test('columns and lines accept the same events, and reject the others for the same reasons', () => {
  fc.assert(
    fc.property(spoiled, ({ site, events }) => {
      const rules = eventRules(site);
      const batch = toArrow(events);
      const records = events.map((_, row) => ({
        offset: row,
        bytes: Buffer.from(JSON.stringify(toWireEvent(batch, row))),
      }));
      const lines = decode(records, rules);
      const columns = decodeBatch(batch, 0, rules);
      expect(columns.rejected).toEqual(lines.rejected);
      const accepted = columns.batches.flatMap((part) =>
        Array.from({ length: part.numRows }, (_, row) => wardEvent.parse(toWireEvent(part, row))),
      );
      expect(accepted).toEqual(lines.events);
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('the fast way accepts nothing that the event schema does not, and reads it the same', () => {
  fc.assert(
    fc.property(spoiled, ({ site, events }) => {
      const rules = eventRules(site);
      const batch = toArrow(events);
      events.forEach((_, row) => {
        const text = JSON.stringify(toWireEvent(batch, row));
        const fast = soundEvent(JSON.parse(text), rules);
        if (fast !== null) expect(judge(JSON.parse(text), rules)).toEqual({ event: fast });
      });
    }),
    { numRuns: 60 },
  );
}, 60_000);

test('an event survives its columns', () => {
  fc.assert(
    fc.property(hospital(), ({ log }) => {
      const batch = toArrow(log.map(({ event }) => event));
      log.forEach(({ event }, row) => {
        expect(wardEvent.parse(toWireEvent(batch, row))).toEqual(event);
      });
    }),
    { numRuns: 30 },
  );
});

test('the screen spares the judge nearly all sound clinical rows', () => {
  fc.assert(
    fc.property(hospital(), ({ site, log }) => {
      const rules = eventRules(site);
      const plain = log.filter(
        ({ event }) => !['staffing', 'judgement', 'assessment'].includes(event.type),
      );
      if (plain.length === 0) return;
      expect(suspects(toArrow(plain.map(({ event }) => event)), rules)).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

describe('files from elsewhere', () => {
  const rows = [
    {
      id: '1',
      source: 'ehr',
      type: 'discharge',
      status: 'final',
      encounter_id: 'E1',
      occurred_at: new Date('2026-01-05T09:00:00Z'),
      recorded_at: new Date('2026-01-05T09:00:00Z'),
    },
  ];

  test('a column of another type is named', () => {
    const batch = tableFromJSON(rows).batches[0]!;
    expect(() => decodeBatch(batch, 0, eventRules(siteWith()))).toThrow(
      /"occurred_at" is .*expected Timestamp/,
    );
  });

  test('an unknown column is named', () => {
    const batch = tableFromJSON([{ shoe_size: 44 }]).batches[0]!;
    expect(() => decodeBatch(batch, 0, eventRules(siteWith()))).toThrow(
      'Unknown column "shoe_size"',
    );
  });

  test('a batch keeps its events over the wire', async () => {
    const event = wardEvent.parse({
      ...{ id: '1', source: 'ehr', type: 'discharge', encounterId: 'E1' },
      ...{ occurredAt: '2026-01-05T09:00:00.123456Z', recordedAt: '2026-01-05T09:00:00Z' },
    });
    const writer = new RecordBatchStreamWriter();
    writer.write(toArrow([event]));
    writer.finish();
    const [batch] = [...RecordBatchReader.from(await writer.toUint8Array())];
    expect(
      toWireEvent(decodeBatch(batch!, 0, eventRules(siteWith())).batches[0]!, 0),
    ).toMatchObject({
      id: '1',
    });
  });
});
