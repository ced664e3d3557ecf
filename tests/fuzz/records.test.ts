import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { decode, decodeInTurns, REJECTION_REASONS } from '../../pipelines/events/decode.ts';
import { decodeBatch } from '../../pipelines/events/decode-arrow.ts';
import { wireEvent } from '../../pipelines/events/encode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { asEventRows } from '../../pipelines/events/event-table.ts';
import { toArrow } from '../../pipelines/events/to-arrow.ts';
import { ScoringStore } from '../../pipelines/scoring/store.ts';
import { loadModel } from '../../pipelines/scoring/weights.ts';
import { formatInstant, instantProblem, isInRange, parseInstant } from '../../schemas/instant.ts';
import type { WardEvent } from '../../schemas/ward-event.ts';
import { instant, record, site } from './inputs.ts';
import { Share } from './runs.ts';

const AT_ONCE = 500;
/** Batches after which a new store is opened: what is scored grows with what is stored. */
const BATCHES = 10;
const rules = eventRules(site);
/** Times whose hours may be counted: from a day of another age there would be millions. */
const COUNTED = [
  parseInstant('2025-12-01T00:00:00Z'),
  parseInstant('2026-02-01T00:00:00Z'),
] as const;

let store: ScoringStore | null = null;
let batches = 0;
let texts = new Set<string>();
afterAll(() => store?.close());

async function openStore(): Promise<ScoringStore> {
  if (store !== null && batches++ % BATCHES !== 0) return store;
  await store?.close();
  store = await ScoringStore.open(':memory:', site, loadModel(site.model));
  texts = new Set();
  return store;
}

const share = new Share(0.94, { atOnce: AT_ONCE });
test(
  'every record is an event that is stored as it is, or a rejection with a reason',
  async () => {
    await share.assert(
      'records',
      fc.asyncProperty(
        fc.array(record, { minLength: AT_ONCE, maxLength: AT_ONCE }),
        async (lines) => {
          const records = lines.map((bytes, offset) => ({ offset, bytes }));
          const { events, offsets, rejected } = await decodeInTurns(records, rules);
          const places = [...offsets, ...rejected.map(({ offset }) => offset)];
          expect(places.sort((a, b) => a - b)).toEqual([...records.keys()]);
          for (const { reason, pointer, detail, raw } of rejected) {
            expect(REJECTION_REASONS).toContain(reason);
            expect(pointer).toMatch(/^(\/[A-Za-z]+)?$/);
            expect(detail.length).toBeGreaterThan(8);
            expect(raw.length).toBeLessThanOrEqual(65_537);
          }
          // over the wire once more, and as columns, they are the same events
          const again = events.map((event, offset) => ({
            offset,
            bytes: Buffer.from(JSON.stringify(wireEvent(event))),
          }));
          expect(decode(again, rules).events).toEqual(events.map(withoutNothing));
          const columns = decodeBatch(asEventRows(toArrow(events)), 0, rules);
          expect(columns.rejected).toEqual([]);

          const opened = await openStore();
          const position = { topic: 'fuzz', partition: 0, nextOffset: records.length };
          const counted = events.filter(isCounted);
          await opened.commit([toArrow(counted)], rejected, position);
          for (const event of counted) for (const text of textsOf(event)) texts.add(text);
          const stored = await opened.connection.rows<{ text: string }>(STORED_TEXTS);
          expect(new Set(stored.map(({ text }) => text))).toEqual(texts);
          await storeApart(events.filter((event) => !isCounted(event)));
        },
      ),
    );
  },
  share.timeout,
);

test(
  'an instant is read or its fault is said',
  async () => {
    await new Share(0.5).assert(
      'instants',
      fc.property(instant, (text) => {
        const micros = parseInstant(text);
        if (Number.isNaN(micros)) expect(instantProblem(text)).toMatch(/^Expected /);
        else
          expect([isInRange(micros), parseInstant(formatInstant(micros))]).toEqual([true, micros]);
      }),
    );
  },
  share.timeout,
);

const STORED_TEXTS = `
  select distinct text from (
    select unnest([id, source, encounter_id, bed, unit, ward_id, code, text]) as text
    from (from event union all by name from superseded_event)
  )
  where text is not null`;

/** Stores events of other ages, without counting their hours. */
async function storeApart(events: WardEvent[]): Promise<void> {
  if (events.length === 0) return;
  const other = await ScoringStore.open(':memory:', site, loadModel(site.model));
  const position = { topic: 'fuzz', partition: 0, nextOffset: events.length };
  const receipt = await other.store([toArrow(events)], [], position);
  expect(receipt.stored + receipt.duplicates.length).toBe(events.length);
  await other.close();
}

function isCounted({ occurredAt, recordedAt }: WardEvent): boolean {
  return [occurredAt, recordedAt].every((at) => at > COUNTED[0] && at < COUNTED[1]);
}

function textsOf(event: WardEvent): string[] {
  const { id, source, encounterId, bed, unit, wardId, code, note, value } = event as Record<
    string,
    unknown
  >;
  const text =
    event.type === 'observation' && typeof value !== 'number' ? String(value) : undefined;
  return [id, source, encounterId, bed, unit, wardId, code, note, text].filter(
    (each): each is string => typeof each === 'string',
  );
}

/** Without fields that are undefined, as JSON has it. */
function withoutNothing(event: WardEvent): object {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== undefined));
}
