import type { Browser, Page } from 'playwright-core';

/** What a page spent, in milliseconds of processor time: other work on the machine does not count. */
export interface Spent {
  /** Compiling and running JavaScript, microtasks and collecting garbage among it. */
  readonly scriptMs: number;
  /** In tasks of any kind: scripting, style, layout, painting. */
  readonly taskMs: number;
}

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  /** Microseconds. */
  readonly ts: number;
  readonly dur?: number;
  /** Of the processor's time. */
  readonly tdur?: number;
  readonly pid: number;
  readonly tid: number;
  readonly args: { readonly name?: string };
}

const CATEGORIES = [
  'devtools.timeline',
  'disabled-by-default-devtools.timeline',
  'v8',
  'v8.execute',
  'blink.user_timing',
];
/** Chromium's own ScriptDuration leaves out microtasks, in which Lit draws: so its trace is read. */
const SCRIPTING = new Set([
  ...['v8.compile', 'v8.compileModule', 'v8.evaluateModule', 'v8.callFunction', 'EvaluateScript'],
  ...['FunctionCall', 'RunMicrotasks', 'EventDispatch', 'TimerFire', 'FireAnimationFrame'],
  ...['MinorGC', 'MajorGC'],
]);
const MARK = 'bench-turn';

/** Parts a trace at the place where it is called. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate(`performance.mark('${MARK}');0`);
}

/** What the main thread of a page spends while something is done: before, between and after marks. */
export async function traced(
  browser: Browser,
  page: Page,
  act: () => Promise<void>,
): Promise<Spent[]> {
  await browser.startTracing(page, { categories: CATEGORIES });
  let trace: Buffer;
  try {
    await act();
  } finally {
    trace = await browser.stopTracing();
  }
  const { traceEvents } = JSON.parse(trace.toString()) as { traceEvents: TraceEvent[] };
  const events = busiest(traceEvents);
  const marks = events.filter(({ name }) => name === MARK).map(({ ts }) => ts);
  const bounds = [Number.NEGATIVE_INFINITY, ...marks, Number.POSITIVE_INFINITY];
  return bounds.slice(1).map((to, index) => {
    const from = bounds[index]!;
    const part = events.filter(({ ts }) => ts >= from && ts < to);
    return {
      scriptMs: covered(part.filter(({ name }) => SCRIPTING.has(name))),
      taskMs: covered(part.filter(({ name }) => name === 'RunTask')),
    };
  });
}

/** The events of the main thread of the page: of those there are, the one that works most. */
function busiest(events: readonly TraceEvent[]): TraceEvent[] {
  const thread = ({ pid, tid }: TraceEvent) => `${pid} ${tid}`;
  const mains = events.filter(
    ({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain',
  );
  const each = mains.map((main) =>
    events.filter((event) => event.ph !== 'M' && thread(event) === thread(main)),
  );
  return each.toSorted((a, b) => covered(b) - covered(a))[0] ?? [];
}

/** Milliseconds of the outermost events: what lies within another is in it. */
function covered(events: readonly TraceEvent[]): number {
  let sum = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const { ts, dur = 0, tdur = dur } of events.toSorted((a, b) => a.ts - b.ts)) {
    if (ts < until) continue;
    sum += tdur;
    until = ts + dur;
  }
  return sum / 1000;
}
