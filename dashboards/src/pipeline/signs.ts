import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { Condition } from './condition.ts';
import type { Freshness } from './freshness.ts';

const stroked = (d: string) =>
  svg`<path d=${d} fill="none" stroke="currentColor" stroke-width="2"/>`;
const clock = svg`<circle cx="10" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/>${stroked('M10 4v4l3 2')}`;
const check = stroked('M3.5 8.5 8 13l8.5-10');

const SIGNS: Record<Condition | Freshness, SVGTemplateResult> = {
  flowing: check,
  silence: clock,
  starting: stroked('M5 2h10M5 14h10M6.5 2.5 13.5 13.5M13.5 2.5 6.5 13.5'),
  late: clock,
  failing: svg`<path d="M10 1l8 14H2zM9 6v4h2V6zm0 5.5v2h2v-2z" fill="currentColor" fill-rule="evenodd"/>`,
  lost: stroked('M4 2.5l12 11M16 2.5l-12 11'),
  fresh: check,
  stale: clock,
  thin: svg`<circle cx="10" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  missing: stroked('M4 2.5l12 11M16 2.5l-12 11'),
  empty: svg`<circle cx="10" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5"/>`,
  withheld: stroked('M3 8h14'),
};

/** The sign of how something is, distinct by shape alone. The word stands beside it. */
export function sign(of: Condition | Freshness): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 16" aria-hidden="true">${SIGNS[of]}</svg>`;
}
