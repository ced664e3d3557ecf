import { html, nothing, type TemplateResult } from 'lit';

interface TableParts {
  /** The label of the table for screen readers. */
  readonly label: string;
  readonly columns: readonly string[];
  readonly rows: readonly TemplateResult[];
  readonly name?: string;
}

/** A table in a box of its own, which scrolls if it is wider than its panel. */
export function scrollTable({ label, columns, rows, name }: TableParts): TemplateResult {
  return scrollBox(
    label,
    html`<table class=${name ?? nothing}>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>`,
  );
}

/** A row, named by its first cell. */
export function tableRow([first, ...rest]: readonly unknown[]): TemplateResult {
  return html`<tr>
    <th scope="row">${first}</th>
    ${rest.map((cell) => html`<td>${cell}</td>`)}
  </tr>`;
}

/** A box that scrolls, by keys too. */
export function scrollBox(label: string, content: TemplateResult): TemplateResult {
  return html`<div class="scroll" tabindex="0" role="region" aria-label=${label}>${content}</div>`;
}
