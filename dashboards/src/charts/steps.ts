import type { Scale } from './scale.ts';

/** A time in which a value holds, instants in ms. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Values that hold through their times, as an SVG path; broken where one is unknown. */
export function stepLine<S extends Span>(
  spans: readonly S[],
  value: (span: S) => number | null,
  x: Scale,
  y: Scale,
): string {
  return runs(spans, value)
    .flatMap((run) =>
      run.map(([{ from, to }, v], i) => {
        const start = i === 0 ? `M${at(x(from))} ${at(y(v))}` : `V${at(y(v))}`;
        return `${start}H${at(x(to))}`;
      }),
    )
    .join('');
}

/** The field between two values that hold through their times, cut to the scale of values. */
export function stepArea<S extends Span>(
  spans: readonly S[],
  bounds: (span: S) => readonly [low: number, high: number] | null,
  x: Scale,
  y: Scale,
): string {
  const [bottom, top] = y.domain;
  const cut = (value: number) => at(y(Math.min(Math.max(value, bottom), top)));
  return runs(spans, bounds)
    .map((run) => {
      const upper = run.map(([{ from, to }, [, high]], i) => {
        const start = i === 0 ? `M${at(x(from))} ${cut(high)}` : `V${cut(high)}`;
        return `${start}H${at(x(to))}`;
      });
      const lower = run.toReversed().map(([{ from }, [low]]) => `V${cut(low)}H${at(x(from))}`);
      return `${upper.join('')}${lower.join('')}Z`;
    })
    .join('');
}

/** Neighbours whose values are known, together. */
function runs<S extends Span, V>(
  spans: readonly S[],
  value: (span: S) => V | null,
): (readonly [S, V])[][] {
  const all: (readonly [S, V])[][] = [];
  let last: S | null = null;
  for (const span of spans) {
    const known = value(span);
    if (known === null) {
      last = null;
      continue;
    }
    if (last?.to === span.from) all.at(-1)!.push([span, known]);
    else all.push([[span, known]]);
    last = span;
  }
  return all;
}

const at = (pixel: number) => Math.round(pixel * 10) / 10;
