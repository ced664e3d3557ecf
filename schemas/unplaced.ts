import { z } from 'zod';

/** Lists of stays and events that found no place in the score, and of stays that may be about to. */
export const UNPLACED_LISTS = [
  'presumed-left',
  'silent-stays',
  'moves-without-effect',
  'orphan-events',
] as const;
export type UnplacedList = (typeof UNPLACED_LISTS)[number];

const utc = z.iso.datetime();
const count = z.int().min(0);

/** How many stays and events found no place in the score. */
export const unplacedCounts = z.strictObject({
  'presumed-left': count.meta({
    description:
      'Open stays that ended by themselves, since nothing came of the encounter for long',
  }),
  'silent-stays': count.meta({
    description:
      'Open stays without an event for 48 hours: has the patient left without a discharge?',
  }),
  'moves-without-effect': count.meta({
    description:
      'Discharges and leaves with no stay open, arrivals overridden by another of their instant',
  }),
  'orphan-events': count.meta({
    description:
      'Observations, tasks, medications and care needs while their encounter had no stay; a task at the very end of one too',
  }),
});

/** Why something found no place. */
const unplacedReason = z.enum([
  'silent',
  'no-stay',
  'before-arrival',
  'overridden',
  'away-already',
  'not-away',
  'never-admitted',
  'outside-stay',
]);

export type UnplacedReason = z.output<typeof unplacedReason>;

/** Part of a list of what found no place. */
export const unplacedPage = z
  .strictObject({
    list: z.enum(UNPLACED_LISTS),
    counts: unplacedCounts,
    items: z.array(
      z.strictObject({
        encounterId: z.string().meta({ description: 'Pseudonym' }),
        wardId: z.string().nullable(),
        reason: unplacedReason,
        occurredAt: utc.meta({ description: 'Of a stay: of its last event' }),
        recordedAt: utc.nullable(),
        type: z.string().nullable(),
        code: z.string().nullable(),
        source: z.string().nullable(),
        id: z.string().nullable().meta({ description: 'Of the event, within its source' }),
        leftAt: utc.nullable().meta({ description: 'Until when a stay that ended counts' }),
      }),
    ),
    next: count
      .nullable()
      .meta({ description: '`offset` of the next part; null where there is none' }),
  })
  .meta({ id: 'Unplaced' });
export type Unplaced = z.output<typeof unplacedPage>;
