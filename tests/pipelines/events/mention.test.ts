import { describe, expect, test } from 'vitest';
import { mentions, partPattern, wordPattern } from '../../../pipelines/events/mention.ts';

const isIn = (text: string, id: string) => mentions(Buffer.from(text), id);

describe('a record names an encounter', () => {
  test.each([
    ['as a value', '{"encounterId":"E-4711"}'],
    ['as a name', '{"E-4711":1}'],
    ['as a part of an id', '{"id":"E-4711-adt-3"}'],
    ['in what is no JSON', 'MSH|^~\\&|E-4711|'],
    ['in JSON that is cut off', '{"encounterId":"E-4711'],
    ['with escapes', '{"encounterId":"\\u0045\\u002d4711"}'],
    ['with escapes in capitals, cut off', '{"encounterId":"E\\u002D4711'],
    ['in JSON within JSON', JSON.stringify({ body: JSON.stringify({ e: 'E-4711' }) })],
    ['with escapes in JSON within JSON', JSON.stringify({ body: '{"e":"\\u0045-4711"}' })],
  ])('%s', (_, text) => {
    expect(isIn(text, 'E-4711')).toBe(true);
  });

  test.each([
    ['a longer number', '{"encounterId":"E-47110"}'],
    ['a longer word', '{"encounterId":"XE-4711"}'],
    ['another', '{"encounterId":"E-4712"}'],
    ['nothing', ''],
  ])('not by %s', (_, text) => {
    expect(isIn(text, 'E-4711')).toBe(false);
  });

  test('spelled with other characters for the same letters', () => {
    expect(isIn('{"encounterId":"A\u030asa-1"}', '\u00c5sa-1')).toBe(true);
  });

  test('with signs that mean something in patterns, as they are', () => {
    expect(isIn('{"encounterId":"A.B(1)*"}', 'A.B(1)*')).toBe(true);
    expect(isIn('{"encounterId":"AxB(1)*"}', 'A.B(1)*')).toBe(false);
  });

  test('whose id is short only as a text of its own', () => {
    expect(isIn('{"encounterId":"17"}', '17')).toBe(true);
    expect(isIn('{"encounterId":"9","text":"rum 17"}', '17')).toBe(false);
  });
});

describe('free text names an encounter', () => {
  const names = (text: string, id = 'E-4711') => new RegExp(wordPattern(id), 'u').test(text);
  test('as a word of its own', () => {
    for (const text of ['E-4711', 'se E-4711.', '(E-4711)', 'vak\nE-4711']) {
      expect(names(text), text).toBe(true);
    }
    for (const text of ['E-4711-2', 'E-47110', 'x_E-4711', 'ÅE-4711']) {
      expect(names(text), text).toBe(false);
    }
    expect(names('rum 17', '17')).toBe(false);
  });

  test('the id of an event has it as a part', () => {
    const part = (text: string) => new RegExp(partPattern('E-4711'), 'u').test(text);
    expect(part('E-4711-9')).toBe(true);
    expect(part('adt/E-4711')).toBe(true);
    expect(part('E-47119')).toBe(false);
  });
});
