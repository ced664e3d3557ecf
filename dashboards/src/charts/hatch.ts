import { type SVGTemplateResult, svg } from 'lit';

/** The pattern of a lack. The same in every chart of a page, so that it does not matter whose is meant. */
export function hatch(): SVGTemplateResult {
  return svg`<defs>
    <pattern id="lack" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
      <line class="lack-line" x1="0" x2="0" y1="0" y2="6" />
    </pattern>
  </defs>`;
}
