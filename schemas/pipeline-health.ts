import { z } from 'zod';
import { silentSource, sourceName } from './source-name.ts';
import { unplacedCounts } from './unplaced.ts';
import { UNREADY_REASONS } from './unready-reason.ts';
import { wardNow } from './ward-now.ts';

const utc = z.iso.datetime();
const count = z.int().min(0);

const sourceState = z.enum(['current', 'silent', 'incomplete', 'missing']);
export type SourceState = z.output<typeof sourceState>;

const wardSource = z.strictObject({
  source: sourceName,
  newestAt: utc.nullable().meta({
    description:
      'Newest vital sign or function level of the hour that holds stream time; when the latest admission, move, leave or discharge was recorded, in four weeks; when staffing was last recorded',
  }),
  coverage: z.number().min(0).max(1).nullable().meta({
    description:
      'Share of the seven vital signs or four function levels that is fresh, weighted by presence; 1 where the hour is staffed, else 0; null for moves',
  }),
  state: sourceState.nullable().meta({
    description:
      'By the limits of the server: `silent` for longer than ever at this hour, or of staffing where this shift or the next has none; null where nothing is to be expected',
  }),
  limitSeconds: z.number().min(0).nullable().meta({
    description:
      'Age by arrival from which it is silent now; null of staffing, and without history',
  }),
});

/** How the pipeline stands, from what comes in to what is served. */
export const operation = z
  .strictObject({
    status: z.enum(['ok', 'starting', 'failing']),
    reasons: z
      .array(z.enum(UNREADY_REASONS))
      .meta({ description: 'Why `/health/ready` says that it is not ready; empty where it is' }),
    version: z.string().meta({ description: 'Of the program' }),
    startedAt: utc.meta({ description: 'Of this process' }),
    streamTime: utc.nullable().meta({ description: 'What is served' }),
    lagSeconds: z.number().nullable().meta({ description: 'Clock less stream time' }),
    delay: z.strictObject({ p50: z.number(), p95: z.number() }).nullable().meta({
      description:
        'Seconds from the acknowledgement of events to the stream that shows them, of the commits of the last fifteen minutes; null without any, and where another service takes events',
    }),
    clock: z
      .strictObject({
        time: utc.meta({ description: 'What the server goes by' }),
        isInDoubt: z.boolean().meta({
          description: 'The clock of the machine jumped: the server carries the time on by itself',
        }),
        offsetSeconds: z.number().meta({
          description: 'How far the clock in doubt is ahead of that time; 0 where it is trusted',
        }),
        isHospitalAhead: z.boolean().meta({
          description: "The server's own clock once moved stream time past this time",
        }),
      })
      .nullable()
      .meta({ description: 'Null where another service takes events' }),
    flow: z
      .strictObject({
        received: count,
        accepted: count,
        duplicates: count,
        rejected: count,
        waiting: count.meta({ description: 'Records waiting for a commit' }),
        scoredHours: count,
        publishedHours: count,
        failures: count.meta({ description: 'Runs that failed and were tried again' }),
        clients: count.meta({ description: 'Of the stream' }),
      })
      .meta({ description: 'Since this process began' }),
    silentSources: z.array(silentSource).meta({
      description: 'Of the hospital: nothing came from them for longer than ever at this hour',
    }),
    wards: z.array(
      z.strictObject({
        wardId: z.string(),
        newestInputAt: utc.nullable(),
        coverage: z.number().nullable(),
        state: wardNow.shape.state,
        reason: wardNow.shape.reason,
        isStaffed: z.boolean().meta({ description: 'Staffing of the current hour is known' }),
        silentSources: z.array(silentSource).meta({ description: 'Of the ward' }),
        sources: z.array(wardSource).meta({ description: 'Null where there are few patients' }),
      }),
    ),
    deadLetters: z
      .record(z.string(), count)
      .nullable()
      .meta({ description: 'By reason; null where another service keeps them' }),
    unplaced: unplacedCounts.nullable().meta({
      description:
        'What found no place in the score; null before the first scoring, and where another service scores',
    }),
    snapshots: count,
  })
  .meta({ id: 'Operation' });
export type Operation = z.output<typeof operation>;
