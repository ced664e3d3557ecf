import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { State } from './status.ts';

const SHAPES: Record<State, SVGTemplateResult> = {
  short: svg`<path d="M5.5 2 10.5 14H.5zM14.5 2l5 12h-10z" fill="currentColor"/>`,
  tight: svg`<path d="M10 2l7 12H3z" fill="currentColor"/>`,
  balanced: svg`<circle cx="10" cy="8" r="5.5" fill="currentColor"/>`,
  room: svg`<path d="M10 13.5 4 3h12z" fill="none" stroke="currentColor" stroke-width="2"/>`,
  old: svg`<circle cx="10" cy="8" r="6.5" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 4v4l3 2" fill="none" stroke="currentColor" stroke-width="2"/>`,
  incomplete: svg`<circle cx="10" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M10 2a6 6 0 0 1 0 12z" fill="currentColor"/>`,
  'no-staffing': svg`<circle cx="10" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5"/>`,
  'no-level': svg`<path d="M4 2.5h12v11H4z" fill="none" stroke="currentColor" stroke-width="2" stroke-dasharray="3 2.5"/>`,
  'no-patients': svg`<circle cx="10" cy="8" r="5.5" fill="none" stroke="currentColor" stroke-width="2"/>`,
  unknown: svg`<path d="M3 8h14" fill="none" stroke="currentColor" stroke-width="2"/>`,
};

/** The sign of a state, distinct by shape alone. The word stands beside it. */
export function icon(state: State): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 20 16" aria-hidden="true">${SHAPES[state]}</svg>`;
}
