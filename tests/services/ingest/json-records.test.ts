import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonRecords, MalformedArray, TooMany } from '../../../services/ingest/json-records.ts';

const split = async (text: string | Buffer, most = 1000) => {
  const records = await jsonRecords(Buffer.from(text as string), most);
  expect(records.map(({ offset }) => offset)).toEqual([...records.keys()]);
  return records.map(({ bytes }) => Buffer.from(bytes));
};

test('an array is split as it is parsed, whatever is in it and between', async () => {
  const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\r', '\t'), maxLength: 3 });
  const value = fc.oneof(
    fc.jsonValue(),
    fc.string({ unit: fc.constantFrom('"', '\\', '[', ']', '{', '}', ',', 'å') }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.array(value),
      fc.array(blanks, { minLength: 4, maxLength: 4 }),
      async (values, [a, b, c, d]) => {
        const text = `${a}[${b}${values.map((each) => JSON.stringify(each)).join(`${c},${d}`)}${b}]${c}`;
        expect((await split(text)).map((each) => JSON.parse(each.toString()))).toEqual(
          JSON.parse(text),
        );
      },
    ),
    { numRuns: 300 },
  );
});

test('what is taken of any text is JSON as a whole where its parts are', async () => {
  const unit = fc.constantFrom(
    '[',
    ']',
    '{',
    '}',
    ',',
    ':',
    '"',
    '\\',
    '1',
    ' ',
    'a',
    'null',
    '\ufeff',
  );
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  await fc.assert(
    fc.asyncProperty(fc.string({ unit, maxLength: 12 }), async (inner) => {
      const text = `[${inner}`;
      const parts = await split(text).catch((error) => {
        expect(error).toBeInstanceOf(MalformedArray);
        return null;
      });
      expect(parts?.every((part) => isJson(part.toString())) ?? false).toBe(isJson(text));
    }),
    { numRuns: 2000 },
  );
});

describe('of one value', () => {
  test.each(['{"a":1}', ' {"a":[1,2]} ', '7', 'null', '', '{', 'nonsense'])('%j', async (text) => {
    expect((await split(text)).map(String)).toEqual([text]);
  });
});

test('an array over many slices', async () => {
  const element = JSON.stringify({ text: `${'x'.repeat(1000)}\\"]},` });
  const parts = await split(`[${Array(2000).fill(element).join()}]`, 2000);
  expect(parts.length).toBe(2000);
  expect(new Set(parts.map(String))).toEqual(new Set([element]));
  await expect(split(`[${Array(2000).fill(element).join()}]`, 1999)).rejects.toThrow(TooMany);
});

test.each([
  ['[', 'cut off in event 0'],
  ['[{"a":1},{"a"', 'cut off in event 1'],
  ['[1,]', 'an event at byte 3'],
  ['[,1]', 'an event at byte 1'],
  ['[1]]', 'nothing after the array, which ends at byte 2'],
  ['[1] x', 'nothing after'],
  ['[]]', 'nothing after'],
  [`[${'['.repeat(2_000_000)}`, 'cut off in event 0'],
  ['["a', 'cut off in event 0'],
  ['["a\\', 'cut off in event 0'],
])('%.20s is no array', async (text, message) => {
  await expect(split(text)).rejects.toThrow(message);
});

test('bytes that are not UTF-8 are of the record they are in', async () => {
  const broken = Buffer.concat([Buffer.from('[1,"'), Buffer.from([0xe5]), Buffer.from('",2]')]);
  expect((await split(broken)).map((part) => part.toString('latin1'))).toEqual(['1', '"å"', '2']);
  const utf16 = Buffer.from('\ufeff[1,2]', 'utf16le');
  expect(await split(utf16)).toEqual([utf16]);
  const cut = Buffer.concat([Buffer.from('[1,"'), Buffer.from([0xff])]);
  expect(await split(cut)).toEqual([cut]);
});
