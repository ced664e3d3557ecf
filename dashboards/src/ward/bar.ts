import { html, svg, type TemplateResult } from 'lit';
import type { Share } from './categories.ts';

const HEIGHT = 12;
const WIDTH = 300;

/** Minutes as parts of a bar that is full at `most`; its content stands beside it as text. */
export function bar(parts: readonly Share[], most: number): TemplateResult {
  return html`<svg
    class="bar"
    viewBox="0 0 ${WIDTH} ${HEIGHT}"
    preserveAspectRatio="none"
    aria-hidden="true"
  >
    ${barParts(parts, most, WIDTH).map(
      ({ category, x, width }) =>
        svg`<rect data-category=${category} x=${x} width=${width} y="0" height=${HEIGHT} />`,
    )}
  </svg>`;
}

/** Where the parts lie: after one another, a gap of 1 between them, none thinner than 1. */
export function barParts(parts: readonly Share[], most: number, width: number) {
  const scale = most > 0 ? width / most : 0;
  let at = 0;
  return parts.map(({ category, minutes }) => {
    const x = at;
    at += minutes * scale;
    return { category, x, width: Math.max(1, minutes * scale - 1) };
  });
}
