/** A request, and what it is. */
export interface Body {
  readonly name: string;
  readonly type: 'application/json' | 'application/x-ndjson';
  readonly bytes: Buffer;
}

const MEGABYTE = 1_000_000;
const named = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, at]));
const array = (events: readonly unknown[]) => JSON.stringify(events);
const lines = (events: readonly unknown[]) =>
  events.map((event) => JSON.stringify(event)).join('\n');
const many = <T>(count: number, make: (at: number) => T) =>
  Array.from({ length: count }, (_, at) => make(at));

/** Bodies that cost a server most, of every shape and as large as is taken; `round` keeps their ids apart. */
export function bodies(wardId: string, round: number): Body[] {
  const time = { occurredAt: '2026-01-05T08:00:00Z', recordedAt: '2026-01-05T08:00:00Z' };
  const sound = (at: number) => ({
    ...{
      id: `edge-${round}-${at}`,
      source: 'bench',
      type: 'observation',
      encounterId: `edge-${at % 500}`,
    },
    ...{ code: 'heart-rate', value: 80, ...time },
  });
  const staffing = (at: number) => ({
    ...{
      id: `edge-${round}-s${at}`,
      source: 'bench',
      type: 'staffing',
      wardId,
      role: 'rn',
      basis: 'planned',
    },
    ...{ from: time.occurredAt, to: '2026-01-05T16:00:00Z', headcount: at % 5, ...time },
  });
  const assessment = (at: number) => ({
    ...{
      id: `edge-${round}-a${at}`,
      source: 'bench',
      type: 'assessment',
      encounterId: `edge-${at % 500}`,
    },
    ...{ instrument: 'x', total: 1, items: named(100), ...time },
  });
  const wide = { ...sound(0), ...named(9_000) };
  const digits = { ...sound(0), value: '12 '.repeat(21) };
  const json = (name: string, text: string): Body => ({
    name,
    type: 'application/json',
    bytes: Buffer.from(text),
  });
  const ndjson = (name: string, text: string): Body => ({
    ...json(name, text),
    type: 'application/x-ndjson',
  });
  return [
    json('8 MB of [', '['.repeat(8 * MEGABYTE)),
    json('8 MB of {"a":', '{"a":'.repeat(1.6 * MEGABYTE)),
    json('8 MB of commas', `[${','.repeat(8 * MEGABYTE)}`),
    json('8 MB of blanks', ' '.repeat(8 * MEGABYTE)),
    json('8 MB in one text', `["${'x'.repeat(8 * MEGABYTE)}"]`),
    json('8 MB of backslashes', `["${'\\'.repeat(8 * MEGABYTE)}"]`),
    json('8 MB that are not UTF-8', ''),
    json('a tick with 400 000 fields', JSON.stringify({ ...sound(0), ...named(400_000) })),
    json(
      'an assessment of 400 000 items',
      JSON.stringify({ ...assessment(0), items: named(400_000) }),
    ),
    json('5 000 events', array(many(5_000, sound))),
    json('5 000 of staffing', array(many(5_000, staffing))),
    json('5 000 assessments of 100 items', array(many(5_000, assessment))),
    json('5 000 events of no type', array(many(5_000, (at) => ({ ...sound(at), type: 'gossip' })))),
    json('5 000 empty events', array(many(5_000, () => ({})))),
    json(
      '5 000 texts of digits',
      array(many(5_000, (at) => ({ ...digits, code: 'mood', id: `${at}` }))),
    ),
    json('60 events of 9 000 fields', array(many(60, () => wide))),
    json(
      '120 arrays of 30 000 levels',
      `[${many(120, () => '['.repeat(30_000) + ']'.repeat(30_000)).join()}]`,
    ),
    ndjson('50 000 events', lines(many(50_000, sound))),
    ndjson(
      '50 000 events that are none',
      lines(many(50_000, (at) => ({ ...sound(at), value: {} }))),
    ),
    ndjson('50 000 lines of {', '{\n'.repeat(50_000)),
    ndjson(
      '500 lines of 64 KB',
      lines(many(500, (at) => ({ ...sound(at), bed: 'x'.repeat(65_000) }))),
    ),
    ndjson('200 lines of 1 MB', `${'x'.repeat(MEGABYTE)}\n`.repeat(200)),
    ndjson('32 MB without an end of line', 'x'.repeat(32 * MEGABYTE)),
  ].map((body) =>
    body.name === '8 MB that are not UTF-8'
      ? { ...body, bytes: Buffer.alloc(8 * MEGABYTE, 0xff) }
      : body,
  );
}
