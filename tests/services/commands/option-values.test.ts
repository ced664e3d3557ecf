import { InvalidArgumentError } from 'commander';
import { describe, expect, test } from 'vitest';
import {
  milliseconds,
  positiveNumber,
  serverUrl,
  wholeNumber,
} from '../../../services/commands/option-values.ts';

describe('the address of a server', () => {
  test.each([
    ['ftp://127.0.0.1/', 'Expected the address of a server'],
    ['127.0.0.1:8080', 'Expected the address of a server'],
    ['http://', 'Expected the address of a server'],
    ['http://me:word@127.0.0.1/', 'without user name and password'],
  ])('is not %s', (text, message) => {
    expect(() => serverUrl(text)).toThrow(InvalidArgumentError);
    expect(() => serverUrl(text)).toThrow(message);
  });

  test('is http or https', () => {
    expect(serverUrl('http://127.0.0.1:8080').port).toBe('8080');
    expect(serverUrl('https://vard.example.org/vi').pathname).toBe('/vi');
  });
});

test.each(['0', '6', '-1', '1.5', '1e1', '', 'two'])(
  '%j is no whole number from 1 to 5',
  (text) => {
    expect(() => wholeNumber(1, 5)(text)).toThrow(InvalidArgumentError);
  },
);

test('a whole number may be either bound', () => {
  expect(['1', '5'].map(wholeNumber(1, 5))).toEqual([1, 5]);
});

test.each(['0', '-1', '', '.', '1e3', 'Infinity'])('%j is no number above 0', (text) => {
  expect(() => positiveNumber(text)).toThrow(InvalidArgumentError);
});

test('a number above 0 may have decimals', () => {
  expect(['3600', '0.5', '.5'].map(positiveNumber)).toEqual([3600, 0.5, 0.5]);
});

test('an instant is the first millisecond that is not before it', () => {
  expect(milliseconds('1970-01-01T01:00:00.0001+01:00')).toBe(1);
  expect(milliseconds('1970-01-01T00:00:01Z')).toBe(1_000);
  expect(() => milliseconds('1970-01-01T00:00:01')).toThrow('Expected an offset');
});
