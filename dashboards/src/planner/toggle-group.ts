import { html, type TemplateResult } from 'lit';

/** A group of buttons; exactly one is pressed. */
export function toggleGroup<V extends string>(
  label: string,
  values: readonly V[],
  chosen: V,
  word: (value: V) => string,
  choose: (value: V) => void,
): TemplateResult {
  return html`<div class="choice" role="group" aria-label=${label}>
    ${values.map(
      (value) => html`<button aria-pressed=${value === chosen} @click=${() => choose(value)}>
        ${word(value)}
      </button>`,
    )}
  </div>`;
}
