import { readFile } from 'node:fs/promises';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { formatInstant, MICROS_PER_HOUR, parseInstant } from '../../../../schemas/instant.ts';
import { type RosterMap, rosterMap } from '../../../../services/adapters/mapping/schema.ts';
import { headcountsOf } from '../../../../services/adapters/roster/headcounts.ts';
import { type RosterFile, readRoster } from '../../../../services/adapters/roster/rows.ts';
import { RosterWords } from '../../../../services/adapters/roster/words.ts';

const MAP = rosterMap.parse({
  ward: 'Enhet',
  person: 'Anst',
  role: 'Kategori',
  date: 'Datum',
  start: 'Start',
  end: 'Slut',
  break: 'Rast',
  activity: 'Aktivitet',
  roles: { Sjuksköterska: 'rn', Undersköterska: 'na', Läkare: 'ignore' },
  activities: { Arbete: 'work', Semester: 'absence', 'Utlånad 31B': { elsewhere: '31B' } },
  wards: { '31A': '31A', '31B': '31B' },
});
const HEADER = 'Enhet;Anst;Kategori;Datum;Start;Slut;Rast;Aktivitet';
const fixture = (name: string) =>
  readFile(new URL(`../../../fixtures/adapters/tables/${name}`, import.meta.url));

async function read(
  file: Buffer | readonly string[],
  map: RosterMap = MAP,
  writtenAt = '2026-03-01T12:00:00Z',
): Promise<RosterFile> {
  const bytes =
    file instanceof Buffer ? file : Buffer.from([HEADER, ...(file as string[])].join('\n'));
  const roster = await readRoster(bytes, {
    map,
    form: { charset: 'auto', separator: 'auto' },
    words: new RosterWords(map),
    rules: { zone: 'Europe/Stockholm', ignoreOffsets: false, receivedAt: null },
    writtenAt: parseInstant(writtenAt),
  });
  if ('reason' in roster) throw new Error(roster.detail);
  return roster;
}

const WORDS = new RosterWords(MAP);
/** `31A rn 2026-03-02T06:00:00Z 2` */
const counts = (...files: readonly RosterFile[]) =>
  headcountsOf(
    files.flatMap(({ parts }) => parts),
    WORDS,
  ).map(({ ward, role, hour, headcount }) => `${ward} ${role} ${formatInstant(hour)} ${headcount}`);

/** Hours from a time on in which each has the headcount. */
function hours(ward: string, role: string, from: string, count: number, headcount: number) {
  const first = parseInstant(from);
  return Array.from(
    { length: count },
    (_, index) => `${ward} ${role} ${formatInstant(first + index * MICROS_PER_HOUR)} ${headcount}`,
  );
}

/** expected-roster.json, its local hours one hour ahead of UTC. */
const EXPECTED = [
  ...hours('31A', 'na', '2026-03-02T05:00:00Z', 1, 0.25),
  ...hours('31A', 'na', '2026-03-02T06:00:00Z', 9, 1),
  ...hours('31A', 'na', '2026-03-02T20:00:00Z', 10, 1),
  ...hours('31A', 'na', '2026-03-03T06:00:00Z', 1, 0.5),
  ...hours('31A', 'rn', '2026-03-02T06:00:00Z', 8, 2),
  ...hours('31A', 'rn', '2026-03-02T14:00:00Z', 1, 1.5),
];

describe('a roster', () => {
  it('has the headcounts that were worked out by hand', async () => {
    const roster = await read(await fixture('schema.csv'));
    expect(counts(roster)).toEqual(EXPECTED);
    expect(EXPECTED).toHaveLength(30);
    expect(roster.mistakes).toEqual([
      { line: 9, column: 'Start', problem: 'no-time', word: '' },
      { line: 10, column: 'Kategori', problem: 'unmapped-role', word: 'Sköterskestudent' },
    ]);
  });

  it('is the same with other separators, character sets, and as an Excel file', async () => {
    const text = iconv.decode(await fixture('schema.csv'), 'windows-1252');
    const files = [
      Buffer.from(`\uFEFF${text}`),
      Buffer.from(text.replaceAll(';', ',')),
      iconv.encode(text.replaceAll(';', '\t'), 'windows-1252'),
      await fixture('schema.xlsx'),
    ];
    for (const file of files) expect(counts(await read(file))).toEqual(EXPECTED);
  });

  it('keeps no person', async () => {
    const { parts } = await read(await fixture('schema.csv'));
    expect(JSON.stringify(parts)).not.toMatch(/\b100\d\b/);
    const numbered = ['31A;19811218-9876;Sjuksköterska;2026-03-02;07:00;08:00;;'];
    expect(JSON.stringify((await read(numbered)).parts)).not.toContain('9876');
  });

  it.each([
    ['starts at 21:00 as the clocks go forward', '2026-03-28', 9],
    ['starts at 21:00 as the clocks go back', '2026-10-24', 11],
    ['starts at 21:00 of any other day', '2026-03-02', 10],
  ])('of a night that %s', async (_, day, length) => {
    const roster = await read([`31A;1;Sjuksköterska;${day};21:00;07:00;;Arbete`]);
    expect(counts(roster)).toHaveLength(length);
    expect(counts(roster).every((line) => line.endsWith(' 1'))).toBe(true);
  });

  it('adds a night and the morning after it, which other rows have', async () => {
    const roster = await read([
      '31A;1;Sjuksköterska;2026-03-02;21:00;07:30;;Arbete',
      '31A;2;Sjuksköterska;2026-03-03;07:00;08:00;;Arbete',
    ]);
    expect(counts(roster).at(-1)).toBe('31A rn 2026-03-03T06:00:00Z 1.5');
    const without = await read(
      ['31A;1;Sjuksköterska;2026-03-02;21:00;05:00;;Arbete'],
      MAP,
      '2026-03-01T13:00:00Z',
    );
    expect(counts(roster, without).at(-1)).toBe('31A rn 2026-03-03T06:00:00Z 1');
  });

  it('counts a person once on a ward, and half on each of two', async () => {
    const twice = ['07:00;09:00', '08:00;10:00'].map(
      (times) => `31A;1;Sjuksköterska;2026-03-02;${times};;Arbete`,
    );
    expect(counts(await read(twice))).toEqual(hours('31A', 'rn', '2026-03-02T06:00:00Z', 3, 1));
    const two = await read([twice[0]!, '31B;1;Sjuksköterska;2026-03-02;08:00;10:00;;Arbete']);
    expect(counts(two)).toEqual([
      '31A rn 2026-03-02T06:00:00Z 1',
      '31A rn 2026-03-02T07:00:00Z 0.5',
      '31B rn 2026-03-02T07:00:00Z 0.5',
      '31B rn 2026-03-02T08:00:00Z 1',
    ]);
    expect(two.mistakes.map(({ problem }) => problem)).toEqual(['two-wards-at-once']);
  });

  it('counts lent staff where they are', async () => {
    const lent = await read(['31A;1;Sjuksköterska;2026-03-02;07:00;08:00;;Utlånad 31B']);
    expect(counts(lent)).toEqual(['31B rn 2026-03-02T06:00:00Z 1']);
  });

  it('takes breaks evenly from a shift, if they are to be taken', async () => {
    const spread: RosterMap = { ...MAP, breaks: 'spread' };
    const row = ['31A;1;Sjuksköterska;2026-03-02;07:00;15:00;60;Arbete'];
    expect(counts(await read(row, spread))).toEqual(
      hours('31A', 'rn', '2026-03-02T06:00:00Z', 8, 0.875),
    );
    expect(counts(await read(row))).toEqual(hours('31A', 'rn', '2026-03-02T06:00:00Z', 8, 1));
  });

  it.each([
    [
      'an end before its start, both dated',
      '2026-03-02;2026-03-02 15:00;2026-03-02 07:00',
      'Slut',
      'no-length',
    ],
    ['a shift of two days', '2026-03-02;2026-03-02 07:00;2026-03-04 07:00', 'Slut', 'no-length'],
    ['no date', ';07:00;15:00', 'Datum', 'no-date'],
    ['a date that does not exist', '2026-02-31;07:00;15:00', 'Datum', 'no-date'],
    ['an hour that does not exist', '2026-03-02;25:00;15:00', 'Start', 'no-time'],
  ])('lists %s', async (_, times, column, problem) => {
    const { mistakes } = await read([`31A;1;Sjuksköterska;${times};;Arbete`]);
    expect(mistakes).toEqual([{ line: 2, column, problem, word: '' }]);
  });

  it('may have headcounts and no persons', async () => {
    const map = rosterMap.parse({ ...MAP, person: undefined, headcount: 'Anst' });
    const rows = ['2,5', '1'].map((n) => `31A;${n};Sjuksköterska;2026-03-02;07:00;08:00;;Arbete`);
    expect(counts(await read(rows, map))).toEqual(['31A rn 2026-03-02T06:00:00Z 3.5']);
  });
});

describe('a later roster', () => {
  const day = ['1;07:00;16:00', '2;07:00;12:00'].map((row) => {
    const [person, from, to] = row.split(';');
    return `31A;${person};Sjuksköterska;2026-03-02;${from};${to};;Arbete`;
  });

  it('takes the place of the earlier one of its wards and days alone, in any order', async () => {
    const next = '31A;1;Sjuksköterska;2026-03-03;07:00;09:00;;Arbete';
    const first = await read([...day, next]);
    const later = await read([day[0]!], MAP, '2026-03-01T13:00:00Z');
    const expected = [
      ...hours('31A', 'rn', '2026-03-02T06:00:00Z', 9, 1),
      ...hours('31A', 'rn', '2026-03-03T06:00:00Z', 2, 1),
    ];
    expect(counts(first, later)).toEqual(expected);
    expect(counts(later, first, later)).toEqual(expected);
  });

  it('leaves the time of hours that it does not change', async () => {
    const first = await read(day);
    const later = await read([day[0]!], MAP, '2026-03-01T13:00:00Z');
    const since = headcountsOf([...later.parts, ...first.parts], WORDS).map(({ since }) =>
      formatInstant(since).slice(11, 13),
    );
    expect(since).toEqual([...Array(5).fill('13'), ...Array(4).fill('12')]);
  });

  it('also if all of its staff is absent', async () => {
    const absent = await read([day[0]!.replace('Arbete', 'Semester')], MAP, '2026-03-01T13:00:00Z');
    expect(counts(await read(day), absent)).toEqual([]);
  });
});
