import { html, type SVGTemplateResult, type TemplateResult } from 'lit';

/** A sign of a chart, and what it means. */
export function key(sign: SVGTemplateResult, text: string): TemplateResult {
  return html`<li>
    <svg class="key" width="24" height="12" viewBox="0 0 24 12" aria-hidden="true">${sign}</svg>
    ${text}
  </li>`;
}
