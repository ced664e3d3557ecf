import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { Unplaced, UnplacedList } from '../../../schemas/unplaced.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PipelineMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { Resource } from '../page/resource.ts';
import type { Health } from './health.ts';
import { unplacedOrder } from './unplaced-order.ts';
import { unplacedTable } from './unplaced-table.ts';

/** Stays and events that found no place in the score: how many, what they are, and how to fix it; one list at a time by line. */
export class UnplacedLists extends LitElement {
  static override properties = {
    counts: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    open: { state: true },
  };
  /** `null` if another service counts them. */
  declare counts: Health['unplaced'];
  declare language: Lang;
  declare format: Format;
  declare onSignedOut: () => void;
  /** The list whose lines are shown. */
  declare private open: UnplacedList | null;
  /** Each view is logged: lines are loaded once, and only if somebody opens their list. */
  private readonly lines = new Resource<Unplaced>(
    this,
    () => (this.open === null ? null : `/v1/pipeline/unplaced/${this.open}`),
    { onSignedOut: () => this.onSignedOut() },
  );

  constructor() {
    super();
    this.counts = null;
    this.language = 'sv';
    this.onSignedOut = () => {};
    this.open = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { counts, messages } = this;
    if (counts === null) return html`<p>${messages.unplacedElsewhere}</p>`;
    return html`<ul class="unplaced" role="list">
        ${unplacedOrder(counts).map((list) => this.entry(list, counts[list]))}
      </ul>
      <p class="soft">${messages.unplacedHelp}</p>`;
  }

  private entry(list: UnplacedList, count: number): TemplateResult {
    const { messages, format } = this;
    const { title } = messages.unplacedLists[list];
    const number = count === 0 ? messages.unplacedNone : format.whole(count);
    return html`<li>
      <p>${title}: <b>${number}</b></p>
      ${count === 0 ? nothing : this.remedy(list)}
    </li>`;
  }

  private remedy(list: UnplacedList): TemplateResult {
    const { messages, format, lines } = this;
    const { title, what, fix } = messages.unplacedLists[list];
    const isOpen = this.open === list;
    const word = isOpen ? messages.unplacedHide : messages.unplacedShow;
    const { value } = lines;
    return html`<p>${what} <b>${messages.unplacedFix}</b> ${fix}</p>
      <button
        aria-expanded=${isOpen}
        aria-label=${`${word}: ${title}`}
        @click=${() => {
          this.open = isOpen ? null : list;
        }}
      >
        ${word}
      </button>
      ${isOpen ? loadStatus(lines, messages) : nothing}
      ${isOpen && value?.list === list ? unplacedTable(value, messages, format) : nothing}`;
  }

  private get messages(): PipelineMessages {
    return messagesOf(this.language).pipeline;
  }
}
