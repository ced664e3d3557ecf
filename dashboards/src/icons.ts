import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { State } from './status.ts';

const SHAPES: Record<State, SVGTemplateResult> = {
  farOver: svg`<path d="M5.5 2 10.5 14H.5zM14.5 2l5 12h-10z" fill="currentColor"/>`,
  over: svg`<path d="M10 2l7 12H3z" fill="currentColor"/>`,
  within: svg`<circle cx="10" cy="8" r="5.5" fill="currentColor"/>`,
  under: svg`<path d="M10 13.5 4 3h12z" fill="none" stroke="currentColor" stroke-width="2"/>`,
  noStaffing: svg`<circle cx="10" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5"/>`,
  stale: svg`<circle cx="10" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 4v4l3 2" fill="none" stroke="currentColor" stroke-width="2"/>`,
};

/** The sign of a state, distinct by shape alone. The word stands beside it. */
export function icon(state: State): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 16" aria-hidden="true">${SHAPES[state]}</svg>`;
}
