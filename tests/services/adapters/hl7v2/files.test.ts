import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { messagesOf } from '../../../../services/adapters/hl7v2/files.ts';

const LIMIT = 4_000_000;
const A = 'MSH|^~\\&|A\rPID|1\rOBX|1|TX|x||see MSH|';
const B = 'MSH|^~\\&|B\rPV1|1||ÖNH';

function messages(file: string | Buffer, limit = LIMIT): string[] {
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  return messagesOf(bytes, limit).map(({ kind, bytes: message }) => `${kind}:${message}`);
}

describe('messages of a file', () => {
  it.each([
    ['one after another', `${A}\r${B}\r`],
    ['with blank lines between', `\n${A}\r\n\r\n\r\n${B}\r\n\n`],
    ['with zeros between', `${A}\r\0${B}\0\0`],
    ['with a byte order mark', `\ufeff${A}\r${B}`],
    ['in a batch', `FHS|^~\\&|x\rBHS|^~\\&|x\r${A}\r${B}\rBTS|2\rFTS|1\r`],
    ['in frames', `\x0b${A}\x1c\r\x0b${B}\x1c\r`],
    ['with a blank line before the frames', `\r\n\x0b${A}\x1c\r\x0b${B}\x1c`],
  ])('%s', (_, file) => {
    expect(messages(file)).toEqual([`message:${A}`, `message:${B}`]);
  });

  it('in two bytes a character', () => {
    expect(messages(iconv.encode(`${A}\r${B}`, 'utf-16'))).toEqual([
      `message:${A}`,
      `message:${B}`,
    ]);
  });

  it('leaves bytes as they are', () => {
    const bytes = iconv.encode(B, 'windows-1252');
    expect(messagesOf(Buffer.concat([bytes, Buffer.from('\r')]), LIMIT)[0]!.bytes).toEqual(bytes);
  });

  it('gives what is no message to the reader, once', () => {
    expect(messages('id;value\n1;2\n')).toEqual(['message:id;value\n1;2']);
    expect(messages('')).toEqual([]);
    expect(messages('FHS|^~\\&\r\n')).toEqual([]);
  });

  it('goes on after a message that is too large or not ended', () => {
    expect(messages(`${A}\r${B}`, 30)).toEqual([`too-large:${A.slice(0, 30)}`, `message:${B}`]);
    expect(messages(`\x0b${A}\x1c\x0b${B}\x1c\x0bMSH|`, 30)).toEqual([
      `too-large:${A.slice(0, 30)}`,
      `message:${B}`,
      'unfinished:MSH|',
    ]);
  });
});

it.each([
  ['simhospital/pathways.hl7', 49],
  ['simhospital/hospital-day-1.hl7', 506],
  ['hl7v2-fhir-converter/sample_unix.hl7', 1],
  ['hl7v2-fhir-converter/sample_win.hl7', 1],
])('%s has %i messages', (path, expected) => {
  const file = readFileSync(join(import.meta.dirname, '../../../fixtures/adapters/hl7v2', path));
  expect(messages(file)).toHaveLength(expected);
});
