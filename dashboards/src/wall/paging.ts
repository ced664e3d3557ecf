import { html, type TemplateResult } from 'lit';
import type { WallMessages } from '../i18n/messages.ts';

/** Milliseconds that a page stands before the next one comes. */
export const PAGE_MS = 15_000;

/** The page that is shown, and since when (ms). */
export interface Paging {
  readonly page: number;
  readonly since: number;
}

/** The page to show now: the next one in turn, unless it is held. */
export function currentPage(last: Paging, now: number, pages: number, isHeld: boolean): Paging {
  if (last.page >= pages) return { page: 0, since: now };
  if (pages === 1 || isHeld) return { page: last.page, since: now };
  // a clock that was set back starts the time of the page afresh
  if (now < last.since) return { page: last.page, since: now };
  if (now - last.since < PAGE_MS) return last;
  return { page: (last.page + 1) % pages, since: now };
}

export interface Pager {
  readonly page: number;
  readonly pages: number;
  readonly isHeld: boolean;
  readonly messages: WallMessages;
  readonly onPage: (page: number) => void;
  readonly onHold: () => void;
}

/** A dot for each page, and a way to stop their turning. */
export function pager({ page, pages, isHeld, messages, onPage, onHold }: Pager): TemplateResult {
  return html`<nav class="pager" aria-label=${messages.pages}>
    ${Array.from(
      { length: pages },
      (_, index) => html`<button
        class="pager-dot"
        aria-label=${messages.page(index + 1, pages)}
        aria-current=${index === page ? 'page' : 'false'}
        @click=${() => onPage(index)}
      ></button>`,
    )}
    <button class="pager-hold" aria-pressed=${isHeld} @click=${onHold}>
      ${isHeld ? messages.turnOn : messages.turnOff}
    </button>
  </nav>`;
}
