import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SiteView } from '../../../schemas/read-api.ts';
import { address, type Query } from '../api.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import { Resource, type ResourceOptions } from '../page/resource.ts';
import { getQueued } from './request-queue.ts';

/** A range of time and its wards, as parameters of the API. */
export interface PlannerQuery {
  /** At least one, in the order of the site. */
  readonly wards: readonly string[];
  /** RFC 3339 instants of local midnights: `from` the first day's start, `to` the last day's end. */
  readonly from: string;
  readonly to: string;
  readonly grain: 'hour' | 'shift' | 'day' | 'week' | 'month';
  /** Stream time as known at; `null` for the final values. */
  readonly knownAt: string | null;
}

/** An address of the API without a format, and a name if a panel has several. */
export interface Source {
  readonly name?: string;
  readonly path: string;
  readonly query: Query;
}

/** A part of the planner. It loads its own data and fails alone. */
export abstract class Panel extends LitElement {
  static override properties = {
    query: { attribute: false },
    site: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
  };
  declare query: PlannerQuery;
  declare site: SiteView;
  declare language: Lang;
  declare format: Format;
  /** Called if the session has ended. */
  declare onSignedOut: () => void;

  /** Id of the heading. */
  protected abstract readonly name: string;
  protected abstract heading(): string;
  protected abstract content(): TemplateResult;
  /** What stands beside the heading: the panel's own choices. */
  protected choices(): TemplateResult | typeof nothing {
    return nothing;
  }
  /** How it is computed, a sentence each. */
  protected abstract method(): readonly string[];
  /** Addresses of exactly what is shown; none if there is nothing to download. */
  protected abstract sources(): readonly Source[];

  protected get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }

  /** Loads what is behind an address, through the request queue. */
  protected resource<T>(where: () => string | null, options: ResourceOptions<T> = {}): Resource<T> {
    const onSignedOut = () => this.onSignedOut();
    return new Resource<T>(this, where, { fetch: getQueued, onSignedOut, ...options });
  }

  /** What is shown if there is nothing else. */
  protected nothingKnown(
    hiddenHours: number,
    why = this.query.knownAt === null ? this.messages.noData : this.messages.notKnownThen,
  ): TemplateResult {
    const { messages, format } = this;
    return html`<p class="remark">
      ${why} ${hiddenHours === 0 ? nothing : messages.hidden(format.whole(hiddenHours))}
    </p>`;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { messages, name } = this;
    return html`<section class="panel">
      <header class="panel-head">
        <h2 id=${name}>${this.heading()}</h2>
        ${this.choices()}
      </header>
      ${this.content()}
      <footer class="panel-foot">
        <details class="fold">
          <summary>${messages.method}</summary>
          ${this.method().map((sentence) => html`<p>${sentence}</p>`)}
        </details>
        ${this.sources().map((source) => this.exports(source))}
      </footer>
    </section>`;
  }

  private exports({ name, path, query }: Source): TemplateResult {
    const { messages } = this;
    const what = name ?? this.heading();
    const link = (format: string, word: string) => html`<a
      href=${address(path, { ...query, format })}
      aria-label="${word}: ${what}"
      download
      >${word}</a
    >`;
    return html`<p class="exports">
      <span>${name ?? messages.downloadAs}</span> ${link('csv', messages.csv)} ${link('parquet', messages.parquet)}
    </p>`;
  }
}
