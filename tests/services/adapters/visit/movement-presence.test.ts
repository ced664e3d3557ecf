import { expect, test } from 'vitest';
import { site as siteSchema } from '../../../../schemas/site.ts';
import { wardEvent } from '../../../../schemas/ward-event.ts';
import { batchOf, openScored } from '../../../property/scored.ts';
import { balancedLevel, siteWith } from '../../../support/scenario.ts';
import { orders, repeated } from './arrivals.ts';
import { movementExamples, presenceOf } from './movement-examples.ts';
import { published } from './publishing.ts';
import { contextOf, minute } from './stated.ts';

/** Orders of an example that are scored: more would find nothing else, since their events are the same. */
const ORDERS = 20;
const HOURS = 24;

const ward = { type: 'medicine', beds: 20, agreed: balancedLevel(), nightPatientsPerStaff: 10 };
const site = siteSchema.parse({
  ...siteWith(),
  wards: ['A', 'B', 'C'].map((wardId) => ({ ...ward, wardId, name: wardId })),
});

test('patients are where messages say, in whatever order these come', async () => {
  const store = await openScored(site);
  const visits = movementExamples.flatMap((example, number) =>
    spread(repeated(example.messages).flatMap(orders), ORDERS).map((order, i) => {
      const visit = `M${number}-${i}`;
      return { example, visit, log: published(order, contextOf(example.mapping, 1440, visit)) };
    }),
  );
  const events = visits.flatMap(({ log }) => log.map((event) => wardEvent.parse(event)));
  const end = { id: 'end', source: 'test', type: 'tick', status: 'final' } as const;
  const tick = { ...end, occurredAt: minute(1439), recordedAt: minute(1439) };
  await store.commit([batchOf([...events, tick], site)], [], {
    ...{ topic: 'test', partition: 0, nextOffset: events.length + 1 },
  });
  const rows = await store.connection.rows<{ visit: string; place: string; minutes: number }>(
    `select encounter_id as visit, concat(ward_id, ' ', epoch_us(hour)) as place,
        presence_us / 60e6 as minutes
      from encounter_hour where presence_us > 0`,
  );
  const beds = await store.connection.rows<{ visit: string; bed: string }>(
    `select encounter_id as visit, any_value(bed) as bed
      from encounter_hour where bed is not null group by all`,
  );
  await store.close();
  const found = byVisit(rows);
  for (const { example, visit } of visits) {
    const presence = (found.get(visit) ?? []).map(
      ({ place, minutes }) => [place, minutes] as const,
    );
    expect(new Map(presence), `${example.name}, ${visit}`).toEqual(presenceOf(example, HOURS));
    const [bed] = example.stays.flatMap(([, , , named]) => named ?? []);
    expect(beds.find((one) => one.visit === visit)?.bed, visit).toBe(bed);
  }
});

/** At most `count` of many, spread over them. */
function spread<T>(many: readonly T[], count: number): T[] {
  const step = Math.max(1, many.length / count);
  return Array.from(
    { length: Math.min(count, many.length) },
    (_, i) => many[Math.floor(i * step)]!,
  );
}

function byVisit<T extends { readonly visit: string }>(rows: readonly T[]): Map<string, T[]> {
  const found = new Map<string, T[]>();
  for (const row of rows) found.set(row.visit, [...(found.get(row.visit) ?? []), row]);
  return found;
}
