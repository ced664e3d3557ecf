import { type ElementPart, noChange } from 'lit';
import { Directive, directive, type PartInfo } from 'lit/directive.js';
import type { Layout } from './layout.ts';

/** Sets the columns and rows of a grid; a style attribute would be refused by the page's policy. */
class Grid extends Directive {
  private last = '';

  constructor(part: PartInfo) {
    super(part);
  }

  override render(_layout: Layout | null): typeof noChange {
    return noChange;
  }

  override update(part: ElementPart, [layout]: [Layout | null]): typeof noChange {
    const { columns, rows } = layout ?? { columns: 0, rows: 0 };
    const next = `${columns} ${rows}`;
    if (next !== this.last) {
      this.last = next;
      const { style } = part.element as HTMLElement;
      style.setProperty('--columns', `${columns}`);
      style.setProperty('--rows', `${rows}`);
    }
    return noChange;
  }
}

export const grid = directive(Grid);
