import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { csvText } from '../../../pipelines/serving/forms.ts';
import { type Connection, Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { csvCell } from '../../../schemas/spreadsheet.ts';

let warehouse: Warehouse;
let connection: Connection;
beforeAll(async () => {
  warehouse = await Warehouse.open(':memory:', { threads: 1 });
  connection = await warehouse.connect();
});
afterAll(async () => {
  connection.close();
  await warehouse.close();
});

async function cellOf(note: string): Promise<string> {
  const text = csvText([{ name: 'note', type: 'VARCHAR' }], 'sv');
  const [row] = await connection.rows<{ line: string }>(
    // a decoder drops a byte order mark that is first
    `select 'x' || ${text} as line from (select $note as note)`,
    { note },
  );
  return row!.line.slice(1, -2);
}

/** Expected by hand: OWASP's list, its full-width forms, and what may stand before them unseen. */
test.each([
  ['=1+1', "'=1+1"],
  ['+46', "'+46"],
  ['-1', "'-1"],
  ['@x', "'@x"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['\nx', '"\'\nx"'],
  ['\n=1', '"\'\n=1"'],
  ['\v=1', "'\v=1"],
  ['＝1', "'＝1"],
  ['＋1', "'＋1"],
  ['－1', "'－1"],
  ['＠x', "'＠x"],
  ['﹦1', "'﹦1"],
  [' =1', "' =1"],
  ['\u00a0=1', "'\u00a0=1"],
  ['\u200b=1', "'\u200b=1"],
  ['\ufeff=1', "'\ufeff=1"],
  ['\u0001@x', "'\u0001@x"],
  ['="a";b', '"\'=""a"";b"'],
  ['1=1', '1=1'],
  ['a+b', 'a+b'],
  ['lugnt', 'lugnt'],
  [' lugnt', ' lugnt'],
  ["'=1", "'=1"],
  ['', ''],
])('%j stands as %j', async (text, cell) => {
  expect(csvCell(text)).toBe(cell);
  expect(await cellOf(text)).toBe(cell);
});

test('server and page write every text alike', async () => {
  const start = fc.constantFrom(
    ...'=+-@＝＋－＠﹦﹢﹣﹫ \t\r\n\v\f\u00a0\u200b\u2028\ufeff\'";,a1å'.split(''),
  );
  const text = fc
    .tuple(fc.array(start, { maxLength: 4 }), fc.string({ maxLength: 6, unit: 'binary' }))
    .map(([first, rest]) => [...first, rest].join(''))
    // what no C string holds is refused where events come in
    .filter((each) => !each.includes('\0'));
  await fc.assert(
    fc.asyncProperty(text, async (each) => {
      expect(await cellOf(each)).toBe(csvCell(each));
    }),
    { numRuns: Number(process.env.RUNS ?? 300) },
  );
});
