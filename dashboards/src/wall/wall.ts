import { html, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { messagesOf, type WallMessages } from '../i18n/messages.ts';
import { sentences, summary } from '../live/announce.ts';
import type { Connection } from '../live/connection.ts';
import type { LiveView } from '../live/live.ts';
import { LivePage } from '../live/live-page.ts';
import { browserStore, readPreference } from '../page/preference.ts';
import { stateLabels } from '../state-word.ts';
import { countStates, STATES, type State, stateOf } from '../status.ts';
import { type Controls, controls, ORDERS, type Order, stateCounts } from './controls.ts';
import { EVERYTHING, type Filter, filtered, typesOf } from './filter.ts';
import { Kiosk } from './kiosk.ts';
import { byDeviation, type Places, settle } from './order.ts';

/** Every ward of the site on one screen, as it stands now. */
export class LiveWall extends LivePage {
  static override properties = {
    ...LivePage.properties,
    held: { state: true },
    order: { state: true },
    filter: { state: true },
    isKiosk: { state: true },
  };
  protected readonly screen = 'wall';
  declare private order: Order;
  declare private filter: Filter;
  declare private isKiosk: boolean;
  /** What was shown when the wall was paused. */
  declare private held: LiveView | null;
  private places: Places = new Map();
  private readonly kiosk = new Kiosk();

  constructor() {
    super();
    const search = new URLSearchParams(location.search);
    this.held = null;
    this.order = readPreference('order', ORDERS, location.search, browserStore());
    this.filter = {
      type: search.get('type'),
      state: STATES.find((state) => state === search.get('state')) ?? null,
    };
    this.isKiosk = search.has('kiosk');
  }

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('fullscreenchange', this.onFullscreen);
    if (this.isKiosk) void this.kiosk.enter();
  }

  override disconnectedCallback(): void {
    document.removeEventListener('fullscreenchange', this.onFullscreen);
    super.disconnectedCallback();
  }

  protected override scope(): string {
    return this.messages.scope;
  }

  protected override legend(): string {
    return this.messages.legend;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') && this.held === null) {
      const { wards, now } = this.view;
      this.places = settle(this.places, new Map(wards.map((w) => [w.wardId, stateOf(w)])), now);
    }
    const { messages } = this;
    const { connection } = this.view;
    this.announce(
      `${connection} ${this.held !== null} ${this.language}`,
      sentences(messages[connection], summary(this.counts(), this.labels())),
    );
    this.toggleAttribute('data-kiosk', this.isKiosk);
  }

  protected override tools(): TemplateResult {
    const model = this.controls();
    return html`${stateCounts(model)} ${controls(model)}`;
  }

  protected override content(): TemplateResult {
    const { wards } = this.shown();
    const { messages } = this;
    if (wards.length === 0) {
      return html`<p class="empty">${this.whyNone()}</p>`;
    }
    const chosen = filtered(wards, this.filter, (ward) => this.stateOf(ward));
    if (chosen.length === 0) {
      return html`<p class="empty">
        ${messages.noneChosen}
        <button @click=${() => this.choose(EVERYTHING)}>${messages.showAll}</button>
      </p>`;
    }
    const ordered = this.order === 'fixed' ? chosen : byDeviation(chosen, this.places);
    return html`<ul class="tiles" role="list" aria-label=${messages.wards}>
      ${repeat(
        ordered,
        ({ wardId }) => wardId,
        (ward) => html`<li>${this.tile(ward)}</li>`,
      )}
    </ul>`;
  }

  private whyNone(): string {
    const { messages } = this;
    const { connection, heardAt } = this.view;
    if (connection === 'forbidden') return messages.forbidden;
    return heardAt === null ? messages.connecting : messages.noWards;
  }

  private tile(ward: WardNow): TemplateResult {
    return html`<ward-tile
      .ward=${ward}
      .state=${this.stateOf(ward)}
      .age=${this.age(ward)}
      .language=${this.language}
      .format=${this.format}
    ></ward-tile>`;
  }

  private get messages(): WallMessages {
    return messagesOf(this.language).wall;
  }

  protected override shown(): LiveView {
    return this.held ?? this.view;
  }

  private counts(): Record<State, number> {
    return countStates(this.shown().wards.map((ward) => this.stateOf(ward)));
  }

  private labels(): Record<State, string> {
    return stateLabels(this.shown().wards, this.messages);
  }

  protected override connection(): Connection {
    const { view, messages, format } = this;
    const { stale } = this.counts();
    const current = this.shown().wards.length - stale;
    return { view, pausedAt: this.held?.now ?? null, current, messages, format };
  }

  private controls(): Controls {
    return {
      counts: this.counts(),
      labels: this.labels(),
      filter: this.filter,
      types: typesOf(this.shown().wards),
      order: this.order,
      isPaused: this.held !== null,
      isKiosk: this.isKiosk,
      messages: this.messages,
      onFilter: (filter) => this.choose(filter),
      onOrder: (order) => {
        this.order = order;
        this.keep('order', order);
      },
      onPause: () => {
        this.held = this.held === null ? this.view : null;
      },
      onKiosk: () => this.beKiosk(!this.isKiosk),
    };
  }

  private choose(filter: Filter): void {
    this.filter = filter;
    this.note('type', filter.type);
    this.note('state', filter.state);
  }

  private beKiosk(isKiosk: boolean): void {
    this.isKiosk = isKiosk;
    this.note('kiosk', isKiosk ? '1' : null);
    void (isKiosk ? this.kiosk.enter() : this.kiosk.leave());
  }

  /** Escape leaves the full screen, and the kiosk with it. */
  private readonly onFullscreen = () => {
    if (document.fullscreenElement === null && this.isKiosk) this.beKiosk(false);
  };

  /** Notes in the address what is chosen for this visit. */
  private note(name: string, value: string | null): void {
    const search = new URLSearchParams(location.search);
    if (value === null) search.delete(name);
    else search.set(name, value);
    const query = search.size === 0 ? '' : `?${search}`;
    history.replaceState(history.state, '', `${location.pathname}${query}`);
  }
}
