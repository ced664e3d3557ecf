import type { SVGTemplateResult } from 'lit';
import { describe, expect, test } from 'vitest';
import {
  type SpreadGroup,
  type SpreadRow,
  spreadChart,
  spreadHeight,
} from '../../../dashboards/src/charts/spread-chart.ts';

const row = (label: string, spread: SpreadRow['spread'], isChosen = false): SpreadRow => ({
  ...{ label, note: 'n 28', isChosen, spread },
});
const group = (rows: readonly SpreadRow[], median: number | null = null): SpreadGroup => ({
  ...{ heading: 'kirurgi', rows, median },
});

/** What a template comes to be as text. */
function text(part: unknown): string {
  if (Array.isArray(part)) return part.map(text).join('');
  if (typeof part === 'symbol') return '';
  const { strings, values } = Object(part) as Partial<SVGTemplateResult>;
  if (strings === undefined || values === undefined) return `${part}`;
  return strings.map((string, i) => string + (i < values.length ? text(values[i]) : '')).join('');
}

/** 526 pixels: 112 for names, 14 to the right, 400 for 0 to 1, so that 0.1 is 40 pixels. */
function drawn(groups: readonly SpreadGroup[]): string {
  const chart = spreadChart({
    groups,
    ...{ unit: '%', missing: 'saknas', summary: 'x' },
    label: (value) => `${Math.round(value * 100)}`,
    table: () => ({ columns: [], rows: [] }),
  });
  return text(chart.draw({ width: 526, height: spreadHeight(groups) })).replaceAll(/\s+/g, ' ');
}

const known = { p10: 0.2, p50: 0.5, p90: 1 };

test('there is room for each heading and each ward below the scale', () => {
  expect(spreadHeight([])).toBe(32);
  // 32, a heading of 26 and two rows of 36, a heading and a row
  expect(
    spreadHeight([group([row('31A', known), row('33A', null)]), group([row('7A', null)])]),
  ).toBe(32 + 26 + 72 + 26 + 36);
});

test('the dot is at the median, the line from p10 to p90', () => {
  const picture = drawn([group([row('31A', known)])]);
  // the first row begins at 32 + 26, its middle is 13 below
  expect(picture).toContain('cx=312 cy=71');
  expect(picture).toContain('d=M192 71H512M192 66V76M512 66V76');
});

describe('a ward without values', () => {
  const picture = drawn([group([row('31A', known), row('33A', null)])]);

  test('is named, and said to be missing, with no dot of its own', () => {
    expect(picture).toContain('>33A</text>');
    expect(picture.match(/<circle/g)).toHaveLength(1);
    expect(picture).toContain('<text x=112 y=111>saknas</text>');
  });

  test('leaves the others where they are', () => {
    expect(picture).toContain('cx=312 cy=71');
  });
});

test('a chosen ward stands out by size and weight, and keeps its place', () => {
  const picture = drawn([group([row('31A', known), row('33A', known, true)])]);
  expect(picture).toContain('cx=312 cy=71 r=5');
  expect(picture).toContain('cx=312 cy=107 r=6');
  expect(picture.indexOf('>31A<')).toBeLessThan(picture.indexOf('>33A<'));
  expect(picture.match(/class=spread-row chosen/g)).toHaveLength(1);
});

test('the median of a kind goes through its own rows alone, and only where it is known', () => {
  const rows = [row('31A', known), row('33A', known)];
  const picture = drawn([group(rows, 0.7), group([row('7A', known)])]);
  // from the first row to 4 above the end of the second
  expect(picture).toContain('x1=392 x2=392 y1=58 y2=126');
  expect(picture.match(/spread-median/g)).toHaveLength(1);
});

test('a gap is on both sides of 0, and 0 is drawn otherwise than the other steps', () => {
  const picture = drawn([group([row('31A', { p10: -1, p50: -0.5, p90: 1 })])]);
  // −1 to 1 over 400 pixels: 0 is in the middle
  expect(picture).toContain('class=axis-zero x1=312 x2=312');
  expect(picture).toContain('cx=212 cy=71');
});
