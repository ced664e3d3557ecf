import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SWEDISH_HEADINGS } from '../../../pipelines/serving/headings.ts';
import { ROWS } from './addresses.ts';
import { END } from './hospital.ts';
import { Served } from './served.ts';
import { sheet } from './tables.ts';

const ALL = `from=2026-10-24T00:00:00Z&to=${END}`;
/** What every answer begins with, so that Excel reads UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

let served: Served;
beforeAll(async () => {
  served = await Served.start();
});
afterAll(() => served.stop());

async function csv(url: string, dialect: 'sv' | 'intl' = 'sv'): Promise<string> {
  const { headers, rawPayload } = await served.inject(
    `${url}${url.includes('?') ? '&' : '?'}format=csv&dialect=${dialect}`,
  );
  expect(headers['content-type']).toBe('text/csv; charset=utf-8');
  expect(headers['content-disposition']).toMatch(/^attachment; filename="[\w-]+\.csv"$/);
  return rawPayload.toString('utf8');
}

/** Text without what stands in quotes, where names may have anything. */
const bare = (text: string) => text.replace(/"(?:[^"]|"")*"/g, '""');

describe.each(Object.values(ROWS).flat())('%s', (url) => {
  test('is what Swedish Excel opens', async () => {
    const text = await csv(url);
    expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true);
    expect(text.endsWith('\r\n')).toBe(true);
    expect(bare(text)).not.toMatch(/[^\r]\n|\r[^\n]/);
    expect(text).not.toMatch(/[\u2212\u00A0\u202F]/);
    const [headings, ...rows] = sheet(text, ';');
    for (const row of rows) {
      expect(row).toHaveLength(headings!.length);
      for (const cell of row) {
        expect(cell).not.toMatch(/^-?\d+\.\d+$|^[=+@]|^-(?!\d)|^(null|NaN|true|false|inf)/);
      }
    }
  });

  test('names each column in Swedish, and once', async () => {
    const [names] = sheet(await csv(url, 'intl'), ',');
    const [headings] = sheet(await csv(url), ';');
    expect(names!.filter((name) => !(name in SWEDISH_HEADINGS))).toEqual([]);
    expect(headings).toEqual(names!.map((name) => SWEDISH_HEADINGS[name]));
    expect(new Set(headings).size).toBe(headings!.length);
  });

  test('is by points and commas elsewhere', async () => {
    const text = await csv(url, 'intl');
    expect(text.startsWith(BYTE_ORDER_MARK)).toBe(true);
    expect(bare(text)).not.toMatch(/;|[^\r]\n/);
    const [names, ...rows] = sheet(text, ',');
    expect(names!.join('')).toMatch(/^[a-z\d_]+$/);
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^-?\d+,\d+$/);
  });
});

test('names that would be formulas, and those with marks of their own, are text', async () => {
  const rows = (await csv(`/v1/compare?${ALL}`)).slice(1);
  expect(rows).toContain("\r\n'@x;'=1+1;'-kirurgi;");
  expect(rows).toContain('\r\nfå;"Rum ""9""; nedre\nplan";x;');
  expect(sheet(rows, ';').map((row) => row.slice(0, 3))).toEqual([
    ['avdelning', 'namn', 'typ'],
    ['31A', 'Medicin A', 'medicine'],
    ["'@x", "'=1+1", "'-kirurgi"],
    ['få', 'Rum "9"; nedre\nplan', 'x'],
    ['36A', 'Stängd', 'medicine'],
  ]);
});

test('lists are one cell', async () => {
  const url = '/v1/export/encounter-hours?from=2026-10-24T12:00:00Z&to=2026-10-24T14:00:00Z';
  const [names, row] = sheet(await csv(url, 'intl'), ',');
  expect(row![names!.indexOf('imputed')]).toBe(
    'function.elimination,function.hygiene,function.mobility,function.nutrition',
  );
});

describe('codes are Swedish words, and stay codes elsewhere', () => {
  const cells = async (url: string, heading: string, name: string) => {
    const [headings, ...rows] = sheet(await csv(url), ';');
    const [names, ...others] = sheet(await csv(url, 'intl'), ',');
    const of = (table: string[][], place: number) => new Set(table.map((row) => row[place]!));
    return [of(rows, headings!.indexOf(heading)), of(others, names!.indexOf(name))];
  };
  const [from, to] = ['2026-10-24T00:00:00Z', END];
  const range = (dataset: string) => `/v1/export/${dataset}?from=${from}&to=${to}`;

  test.each([
    ['roll', 'role', ['ssk', 'usk'], ['rn', 'na'], range('staffing')],
    ['grund', 'basis', ['planerad', 'faktisk'], ['planned', 'actual'], range('staffing')],
    [
      'puls (/min), aktualitet',
      'heart_rate_freshness',
      ['aktuell', 'inaktuell', 'saknas'],
      ['fresh', 'stale', 'missing'],
      range('encounter-hours'),
    ],
    [
      'pass',
      'shift_id',
      ['dag', 'kväll', 'natt'],
      ['day', 'evening', 'night'],
      `/v1/wards/31A/intensity?from=${from}&to=${to}&grain=shift`,
    ],
  ])('%s', async (heading, name, words, codes, url) => {
    const [swedish, technical] = await cells(url, heading, name);
    expect([...swedish!].filter((cell) => cell !== '' && !words.includes(cell))).toEqual([]);
    expect([...technical!].filter((cell) => cell !== '' && !codes.includes(cell))).toEqual([]);
    const known = words.filter((_, place) => technical!.has(codes[place]!));
    expect(known.length).toBeGreaterThan(0);
    expect([...swedish!].filter((cell) => cell !== '').toSorted()).toEqual(known.toSorted());
  });

  test('a list of them too', async () => {
    const url = '/v1/export/encounter-hours?from=2026-10-24T12:00:00Z&to=2026-10-24T14:00:00Z';
    const [headings, row] = sheet(await csv(url), ';');
    expect(row![headings!.indexOf('antagna värden')]).toBe(
      'elimination,personlig hygien,förflyttning,nutrition',
    );
  });
});

test('both hours of the autumn night are there, apart in UTC', async () => {
  const url = '/v1/wards/31A/intensity?from=2026-10-24T23:00:00Z&to=2026-10-25T03:00:00Z';
  const [headings, ...rows] = sheet(await csv(url), ';');
  const at = (heading: string) => rows.map((row) => row[headings!.indexOf(heading)]);
  expect(at('från (lokal tid)')).toEqual(
    ['01:00', '02:00', '02:00', '03:00'].map((time) => `2026-10-25 ${time}`),
  );
  expect(at('från (UTC)')).toEqual(
    ['24T23', '25T00', '25T01', '25T02'].map((hour) => `2026-10-${hour}:00:00Z`),
  );
});

test('numbers are exact, with a decimal comma; what is not known is empty', async () => {
  const url = `/v1/wards/f%C3%A5/intensity?${ALL}`;
  type Item = { readonly flags: { readonly rnShortfall: number } | null };
  const { items } = await served.json<{ items: Item[] }>(`${url}&limit=10000`);
  const lacking = items.map(({ flags }) => flags?.rnShortfall ?? null);
  expect(lacking.some((hours) => hours === null)).toBe(true);
  expect(lacking.some((hours) => hours !== null && hours < 0)).toBe(true);
  const [headings, ...rows] = sheet(await csv(url), ';');
  const cells = rows.map((row) => row[headings!.indexOf('brist ssk (timmar)')]!);
  for (const cell of cells) expect(cell).toMatch(/^(-?\d+,\d+)?$/);
  const read = cells.map((cell) => (cell === '' ? null : Number(cell.replace(',', '.'))));
  expect(read).toEqual(lacking);
});
