import { describe, expect, it } from 'vitest';
import { CareNeeds } from '../../../../pipelines/sources/mimic-iii/care-needs.ts';

const start = Date.parse('2026-01-05T00:00:00Z');
const HOUR = 3_600_000;
const rule = {
  rule: 'need',
  code: 'drain',
  on: ['in'],
  off: ['out'],
  lapsesAfterHours: 24,
  items: [],
} as const;
type Rule = Parameters<CareNeeds['take']>[1];

let id = 0;
function row(hour: number, text: string, itemid = 1) {
  const at = start + hour * HOUR;
  const stamp = { source: 's', id: `${++id}`, encounterId: 'H1', occurredAt: at, recordedAt: at };
  return { ...stamp, itemid, text, number: null, discontinued: text === '' };
}

function story(rows: ReturnType<typeof row>[], change: object = {}, departedAfter = 1000) {
  const needs = new CareNeeds();
  for (const charted of rows) needs.take(charted, { ...rule, ...change } as unknown as Rule);
  return needs
    .events(new Map([['H1', start + departedAfter * HOUR]]))
    .map(({ type, occurredAt }) => [type, (Date.parse(occurredAt) - start) / HOUR]);
}

describe('a need charted again and again', () => {
  it('starts with the first charting and stops with one that says otherwise', () => {
    expect(story([row(1, 'in'), row(5, 'in'), row(9, 'out'), row(13, 'out')])).toEqual([
      ['care-need.start', 1],
      ['care-need.stop', 9],
    ]);
  });

  it('stops where the item is taken off the chart', () => {
    expect(story([row(1, 'in'), row(5, '')])).toEqual([
      ['care-need.start', 1],
      ['care-need.stop', 5],
    ]);
  });

  it('lapses where no charting says so any more, and starts again with the next', () => {
    expect(story([row(0, 'in'), row(24, 'in'), row(60, 'in'), row(61, 'out')])).toEqual([
      ['care-need.start', 0],
      ['care-need.stop', 48],
      ['care-need.start', 60],
      ['care-need.stop', 61],
    ]);
  });

  it('holds to the discharge, without a stop after it', () => {
    expect(story([row(0, 'in')], {}, 20)).toEqual([['care-need.start', 0]]);
    expect(story([row(0, 'in')], { lapsesAfterHours: undefined })).toEqual([
      ['care-need.start', 0],
    ]);
  });

  it('is there while any of its places is', () => {
    const rows = [row(0, 'in', 1), row(2, 'in', 2), row(4, 'out', 1), row(6, 'out', 2)];
    expect(story(rows)).toEqual([
      ['care-need.start', 0],
      ['care-need.stop', 6],
    ]);
  });

  it('is there where two chartings of one moment contradict', () => {
    const rows = [row(0, 'out'), row(0, 'in'), row(4, 'in'), row(4, 'out'), row(5, 'out')];
    expect(story(rows)).toEqual([
      ['care-need.start', 0],
      ['care-need.stop', 5],
    ]);
  });
});
