import { html, nothing, svg, type TemplateResult } from 'lit';
import { UNCALIBRATED } from '../status.ts';

const END = 2;

/** Where a load stands on a scale of 0–200 %, its band marked: state by position. */
export function gauge(load: number | null): TemplateResult {
  const { under, over } = UNCALIBRATED;
  const x = load === null ? null : Math.min(load, END) * 100;
  return html`<svg class="gauge" viewBox="-3 0 206 10" preserveAspectRatio="none" aria-hidden="true">
    <rect class="gauge-track" x="-3" y="3" width="206" height="4"/>
    <rect class="gauge-band" x=${under * 100} y="1" width=${(over - under) * 100} height="8"/>
    ${x === null ? nothing : svg`<rect class="gauge-mark" x=${x - 3} y="0" width="6" height="10"/>`}
  </svg>`;
}
