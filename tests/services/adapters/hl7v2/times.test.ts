import { describe, expect, it } from 'vitest';
import { formatInstant, parseInstant } from '../../../../schemas/instant.ts';
import { ageAt, readTime } from '../../../../services/adapters/hl7v2/times.ts';

function read(text: string, receivedAt: string | null = null): string | null {
  const time = readTime(text, {
    zone: 'Europe/Stockholm',
    ignoreOffsets: false,
    receivedAt: receivedAt === null ? null : parseInstant(receivedAt),
  });
  return typeof time === 'number' ? formatInstant(time) : time;
}

describe('times of HL7 v2', () => {
  it.each([
    ['202603020810', '2026-03-02T07:10:00Z'],
    ['20260702081059', '2026-07-02T06:10:59Z'],
    ['20260302081059.1234', '2026-03-02T07:10:59.1234Z'],
    ['20260302081059.12345678', '2026-03-02T07:10:59.123456Z'],
    ['20260302081059-0500', '2026-03-02T13:10:59Z'],
    ['202603020810+0530', '2026-03-02T02:40:00Z'],
    ['20260302', 'no-time-of-day'],
    ['2026030208', 'no-time-of-day'],
    ['202603', 'no-time-of-day'],
    ['2026', 'no-time-of-day'],
    ['20260231', 'no-time'],
    ['202602310810', 'no-time'],
    ['202603022400', 'no-time'],
    ['0000', 'no-time'],
    ['00000000000000', 'no-time'],
    ['2026-03-02 08:10', 'no-time'],
    ['99991231235959', 'no-time'],
    ['', null],
    ['""', null],
  ])('%s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  it('takes the reading that comes twice by the time of receipt', () => {
    expect(read('202610250230', '2026-10-25T01:31:00Z')).toBe('2026-10-25T01:30:00Z');
    expect(read('202610250230', '2026-10-25T00:31:00Z')).toBe('2026-10-25T00:30:00Z');
  });
});

describe('age', () => {
  it.each([
    ['19731030', '20261029235959', 52],
    ['19731030', '20261030', 53],
    ['20200521010000', '202605201200', 5],
    ['20240229', '20250228', 0],
    ['20240229', '20250301', 1],
    ['20270101', '20260101', null],
    ['18500101', '20260101', null],
    ['1973', '20260101', null],
    ['19731399', '20260101', null],
    ['""', '20260101', null],
    ['19731030', '', null],
  ])('of somebody born %s, at %s', (born, time, age) => {
    expect(ageAt(born, time)).toBe(age);
  });
});
