import { html, nothing, svg, type TemplateResult } from 'lit';
import { percentOf } from '../shown-figure.ts';

/** Share of what is required at the end of the bar. */
const END = 2;
const WIDTH = 200;

/** A load as a bar of 0–200 %, with a line at 100 %; the figure stands beside it. */
export function loadBar(load: number): TemplateResult {
  const wide = (Math.min(load, END) / END) * WIDTH;
  return html`<svg class="load-bar" ?data-over=${percentOf(load) > 100} viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="load-track" y="2" width=${WIDTH} height="6"/>
    <rect class="load-fill" y="2" width=${Math.round(wide * 10) / 10} height="6"/>
    <path class="load-full" d="M${WIDTH / END} 0V10"/>
    ${load > END ? svg`<path class="load-more" d="M${WIDTH - 6} 0l6 5-6 5"/>` : nothing}
  </svg>`;
}
