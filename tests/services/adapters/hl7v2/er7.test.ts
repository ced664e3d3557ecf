import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { messageText } from '../../../../services/adapters/hl7v2/charset.ts';
import {
  NOTHING,
  parseMessage,
  type Segment,
  segmentOf,
} from '../../../../services/adapters/hl7v2/er7.ts';

const HEADER = 'MSH|^~\\&|A|B|C|D|20260302081000||ORU^R01^ORU_R01|7|P|2.5';

function segment(line: string, header = HEADER): Segment {
  return segmentOf(parseMessage(`${header}\r${line}\r`)!, line.slice(0, 3))!;
}

describe('a message', () => {
  it.each(['\r', '\n', '\r\n', '\r\r'])('has segments that end with %j', (end) => {
    const message = parseMessage([HEADER, 'PID|1', 'ZXX|what is not known', ''].join(end))!;
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'ZXX']);
  });

  it('counts its separator as the first field of the header', () => {
    const { header } = parseMessage(HEADER)!;
    expect(header.raw(1)).toBe('|');
    expect(header.raw(2)).toBe('^~\\&');
    expect(header.value(9, 2)).toBe('R01');
    expect(header.value(99)).toBe('');
  });

  it.each([
    ['MSH|^~\\&|A', '|'],
    ['MSH#*~\\&#A', '#'],
    ['MSH|', '|'],
  ])('takes its separators from %s', (header, field) => {
    expect(parseMessage(header)!.separators.field).toBe(field);
  });

  it('is read alike with other separators', () => {
    const other = segment(
      'OBX#1#NM#8310-5*Temp*LN##37.1#Cel*x',
      HEADER.replaceAll('|', '#').replaceAll('^', '*'),
    );
    const usual = segment('OBX|1|NM|8310-5^Temp^LN||37.1|Cel^x');
    for (const [field, component] of [
      [2, 1],
      [3, 1],
      [3, 2],
      [3, 3],
      [5, 1],
      [6, 1],
    ] as const) {
      expect(other.value(field, component)).toBe(usual.value(field, component));
    }
    expect(usual.value(3, 3)).toBe('LN');
  });

  it.each(['', 'MSH', 'PID|1', '{"resourceType":"Patient"}', 'MSHX|^~\\&|', 'text MSH|^~\\&|'])(
    '%j is none',
    (text) => {
      expect(parseMessage(text)).toBeNull();
    },
  );

  it('may follow a byte order mark and blank lines', () => {
    expect(parseMessage(`\ufeff\r\n${HEADER}`)!.header.value(10)).toBe('7');
  });
});

describe('a value', () => {
  it.each([
    ['a\\T\\b\\F\\c\\X41\\', 'a&b|cA'],
    ['\\S\\\\R\\\\E\\', '^~\\'],
    ['one\\.br\\two\\.sp+2\\three', 'one\ntwo\nthree'],
    ['\\H\\warm\\N\\', 'warm'],
    ['\\Zxx\\kept\\T\\', '\\Zxx\\kept&'],
    ['C:\\temp', 'C:\\temp'],
    ['\\XC396\\NH', 'ÖNH'],
    ['\\XD6\\NH', 'ÖNH'],
  ])('of %j is %j', (sent, meant) => {
    expect(segment(`OBX|1|ST|x||${sent}`).value(5)).toBe(meant);
  });

  it('is divided before its escapes are undone', () => {
    const obx = segment('OBX|1|ST|a\\S\\b^c||1\\R\\2~3');
    expect([obx.value(3, 1), obx.value(3, 2), obx.value(5)]).toEqual(['a^b', 'c', '1~2']);
    expect(obx.repeats(5)).toEqual(['1~2', '3']);
  });

  it('is not said, empty or explicitly nothing', () => {
    const pv1 = segment('PV1|1||""');
    expect([pv1.value(3), pv1.value(2), pv1.value(40)]).toEqual([NOTHING, '', '']);
  });

  it('is the first of its subcomponents', () => {
    expect(segment('PV1|1|I|31A&1.2.3&ISO^9').value(3)).toBe('31A');
  });
});

describe('the character set of a place', () => {
  const rules = { charset: 'auto', ignoreHeaderCharset: false } as const;
  const place = (encoding: string, named: string, given: Partial<typeof rules> | object = {}) => {
    const header = `${HEADER}||||||${named}`;
    const bytes = iconv.encode(`${header}\rPV1|1|I|ÖNH^1`, encoding);
    const text = messageText(bytes, { ...rules, ...given });
    return text === null ? null : segmentOf(parseMessage(text)!, 'PV1')!.value(3);
  };

  it.each([
    ['windows-1252', '8859/1'],
    ['utf-8', 'UNICODE UTF-8'],
    ['utf-8', 'UTF-8'],
    ['windows-1252', ''],
    ['utf-8', ''],
    ['iso-8859-15', '8859/15'],
    ['windows-1252', 'ASCII'],
    ['utf-8', 'UNICODE'],
    ['windows-1252', '8859/1~UNICODE UTF-8'],
    ['utf-16le', 'UNICODE'],
    ['utf-16', 'UNICODE'],
  ])('written in %s, named %j', (encoding, named) => {
    expect(place(encoding, named)).toBe('ÖNH');
  });

  it('is that of the channel if the header is wrong', () => {
    const fixed = { charset: '8859/1', ignoreHeaderCharset: true };
    expect(place('windows-1252', 'UNICODE UTF-8')).toBeNull();
    expect(place('windows-1252', 'UNICODE UTF-8', fixed)).toBe('ÖNH');
    expect(place('cp850', '', { charset: 'cp850' })).toBe('ÖNH');
  });
});
