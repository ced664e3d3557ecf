import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeValues } from '../../../pipelines/events/decode.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import type { ScoringStore } from '../../../pipelines/scoring/store.ts';
import { expectEqual } from '../expect.ts';
import type { Figure } from '../figures.ts';
import { benchRules, benchSite } from '../hospital.ts';
import { countsOf, openState, TOPIC } from '../state.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

const HOUR = 3_600_000;
const BEGIN = Date.parse('2023-01-02T00:00:00Z');
const MONTHS = 36;
const MONTH_HOURS = 730;
const VITALS = [
  { code: 'heart-rate', unit: '/min', value: 80 },
  { code: 'respiratory-rate', unit: '/min', value: 16 },
  { code: 'spo2', unit: '%', value: 96 },
  { code: 'systolic-bp', unit: 'mm[Hg]', value: 120 },
];
const BATCH = 65_536;

/** A stay in hours from the start of the log, with its vital signs spread evenly. */
interface Stay {
  readonly from: number;
  readonly hours: number;
  readonly vitals: number;
}

/**
 * Scores the same hours and events as long stays and as short ones, which are the limit: what a stay costs is to grow with
 * its hours and events, no faster.
 */
export async function longStays(input: { events: number; rounds: number }): Promise<Figure[]> {
  const { events, rounds } = input;
  const month = { hours: MONTH_HOURS, vitals: Math.round(events / MONTHS) };
  const months = Array.from({ length: MONTHS }, (_, i) => ({ from: i * MONTH_HOURS, ...month }));
  const years = [{ from: 0, hours: MONTHS * MONTH_HOURS, vitals: MONTHS * month.vitals }];
  const share = Math.round(events / MONTHS);
  const even = months.map(() => ({ from: 0, hours: MONTH_HOURS, vitals: share }));
  const uneven = even.map((stay, i) => ({ ...stay, vitals: i === 0 ? MONTHS * share : 0 }));
  return [
    ...(await compared(
      { stage: `score ${MONTHS} stays of a month, one after another`, stays: months },
      { stage: 'score one stay of three years', stays: years },
      rounds,
    )),
    ...(await compared(
      { stage: `score ${MONTHS} stays with equally many events`, stays: even },
      { stage: 'score one of them with all the events', stays: uneven },
      rounds,
    )),
  ];
}

interface Way {
  readonly stage: string;
  readonly stays: readonly Stay[];
}

async function compared(short: Way, long: Way, rounds: number): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'vardintensitet-long-'));
  const stores = [
    await stored(join(folder, 'short'), short.stays),
    await stored(join(folder, 'long'), long.stays),
  ] as const;
  try {
    const seconds = await medianSeconds(
      {
        short: () => secondsOf(() => stores[0].rebuild()),
        long: () => secondsOf(() => stores[1].rebuild()),
      },
      rounds,
    );
    const [few, many] = [await countsOf(stores[0]), await countsOf(stores[1])];
    expectEqual('vital signs', {
      short: few.events - 2 * short.stays.length,
      long: many.events - 2 * long.stays.length,
    });
    return [
      {
        ...{ stage: short.stage, events: few.events, seconds: seconds.short },
        encounterHours: few.encounterHours,
      },
      {
        ...{ stage: long.stage, events: many.events, seconds: seconds.long, limit: short.stage },
        encounterHours: many.encounterHours,
      },
    ];
  } finally {
    for (const store of stores) await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function stored(file: string, stays: readonly Stay[]): Promise<ScoringStore> {
  const store = await openState(file);
  const { events } = decodeValues(stays.flatMap(eventsOf), benchRules);
  const batches = [];
  for (let from = 0; from < events.length; from += BATCH) {
    batches.push(toArrow(events.slice(from, from + BATCH)));
  }
  const position = { topic: TOPIC, partition: 0, nextOffset: events.length };
  await store.store(batches, [], position);
  return store;
}

function eventsOf({ from, hours, vitals }: Stay, number: number): object[] {
  const begin = BEGIN + from * HOUR;
  const event = (id: string, type: string, after: number, more: object) => {
    const at = new Date(begin + after).toISOString();
    const common = { source: 'bench', status: 'final', encounterId: `long-${number}` };
    return { id: `${number}-${id}`, type, ...common, occurredAt: at, recordedAt: at, ...more };
  };
  return [
    event('in', 'admission', 0, { wardId: benchSite.wards[0]!.wardId }),
    ...Array.from({ length: vitals }, (_, i) => {
      const vital = VITALS[i % VITALS.length]!;
      // a minute after the admission at the earliest, and before the discharge
      const after = 60_000 + Math.floor((i / vitals) * (hours * HOUR - 120_000));
      return event(`${i}`, 'observation', after, { ...vital, value: vital.value + (i % 7) });
    }),
    event('out', 'discharge', hours * HOUR, {}),
  ];
}
