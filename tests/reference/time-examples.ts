import type { WardEvent } from '../../schemas/ward-event.ts';
import { admit, at, event, observe, start } from '../support/scenario.ts';
import { example, noRow, row, type ScoreExample } from './score-example.ts';

const HOUR = 3_600_000_000;
const early = { recordedAt: at('10:15') };

const streamTime: readonly ScoreExample[] = [
  example(
    'the hour that holds stream time is provisional and counts an open stay to its end',
    [admit('9:30'), start('9:45', 'one-to-one')],
    '10:15',
    [
      noRow('8'),
      row('9', { provisional: false, computed_at: at('10:15') }),
      row('10', { provisional: true, presence_us: HOUR, one_to_one: 60_000_000 }),
      noRow('11'),
    ],
  ),
  example(
    'exactly on the hour, that hour is the provisional one, evaluated at its start',
    [admit('9:30'), observe('10', 'heart-rate', 80)],
    '10',
    [row('10', { provisional: true, presence_us: HOUR, fresh_inputs: 0, churn: 22_500_000 })],
  ),
  example(
    'moves known ahead of stream time shape presence, other events wait',
    [
      admit('9:30'),
      event('10:18', { type: 'discharge', ...early }),
      event('10:18', { type: 'observation', code: 'heart-rate', value: 80, ...early }),
    ],
    '10:15',
    [
      row('10', {
        ...{ presence_us: 18 * 60_000_000, departures: 1, fresh_inputs: 0 },
        heart_rate_freshness: 'missing',
      }),
    ],
  ),
];

const first = event('10', { type: 'observation', code: 'heart-rate', value: 80, id: 'h' });
const version = (recorded: string, more: object): WardEvent =>
  ({ ...first, recordedAt: at(recorded), ...more }) as WardEvent;
const amended = version('10:30', { status: 'amended', value: 90 });
const {
  code: _,
  value: __,
  ...asLeave
} = version('10:30', { type: 'leave.start' }) as never as {
  [key: string]: unknown;
};

const versions: readonly ScoreExample[] = [
  ...(
    [
      ['the latest recorded version counts', [first, amended], 90],
      ['whatever the order in which versions come', [amended, first], 90],
      [
        'a version that is entered in error takes the event back',
        [amended, version('10:40', { status: 'entered-in-error' }), first],
        null,
      ],
      [
        'the same id of another source is another event',
        [amended, version('10:40', { source: 'monitor', value: 70 })],
        70,
      ],
      ['a version that comes twice counts once', [first, first], 80],
      [
        'a version may move the event to another encounter',
        [first, version('10:30', { encounterId: 'E2' })],
        null,
      ],
    ] as const
  ).map(([name, story, heart_rate]) =>
    example(name, [admit('9'), ...story], '12', [row('10', { heart_rate })]),
  ),
  example(
    'a version may make it another event: the patient leaves, for good',
    [admit('9'), first, asLeave as never],
    '12',
    [row('9', { presence_us: HOUR }), noRow('11')],
  ),
];

/** What counts when: stream time, and versions of an event. */
export const timeExamples: readonly ScoreExample[] = [...streamTime, ...versions];
