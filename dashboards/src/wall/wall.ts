import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import type { WardNow } from '../../../schemas/ward-now.ts';
import { messagesOf, type WallMessages } from '../i18n/messages.ts';
import { sentences, summary } from '../live/announce.ts';
import type { Connection } from '../live/connection.ts';
import type { LiveView } from '../live/live.ts';
import { LivePage } from '../live/live-page.ts';
import { browserStore, readPreference } from '../page/preference.ts';
import { setQueryParameter } from '../page/query-parameter.ts';
import { countStates, isCurrent, STATES, type State } from '../status.ts';
import { type Controls, controls, ORDERS, type Order, stateCounts } from './controls.ts';
import { EVERYTHING, type Filter, filtered, typesOf } from './filter.ts';
import { Kiosk } from './kiosk.ts';
import { type Area, isReadable, type Layout, layoutOf, pagesOf } from './layout.ts';
import { byDeviation, type Places, settle, standingOf } from './order.ts';
import { currentPage, type Paging, pager } from './paging.ts';
import { Room } from './room.ts';
import { tileList } from './tile-list.ts';
import { partsOf } from './totals.ts';
import { totalsStrip } from './totals-strip.ts';

/** Every ward of the site on one screen, as it stands now. */
export class LiveWall extends LivePage {
  static override properties = {
    ...LivePage.properties,
    held: { state: true },
    order: { state: true },
    filter: { state: true },
    isKiosk: { state: true },
    area: { state: true },
    turning: { state: true },
    isHeldPage: { state: true },
  };
  protected readonly screen = 'wall';
  declare private order: Order;
  declare private filter: Filter;
  declare private isKiosk: boolean;
  /** What was shown when the wall was paused. */
  declare private held: LiveView | null;
  /** Room for the tiles; null before it is measured. */
  declare private area: Area | null;
  declare private turning: Paging;
  /** The pages do not turn. */
  declare private isHeldPage: boolean;
  private places: Places = new Map();
  private readonly room = new Room((area) => {
    this.area = area;
  });
  private readonly kiosk = new Kiosk(() => this.isKiosk && this.beKiosk(false));

  constructor() {
    super();
    const search = new URLSearchParams(location.search);
    this.held = null;
    this.order = readPreference('order', ORDERS, location.search, browserStore());
    this.filter = {
      type: search.get('type'),
      division: search.get('division'),
      state: STATES.find((state) => state === search.get('state')) ?? null,
    };
    this.isKiosk = search.has('kiosk');
    this.area = null;
    this.turning = { page: 0, since: 0 };
    this.isHeldPage = false;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.kiosk.watch();
    if (this.isKiosk) void this.kiosk.enter();
  }

  override disconnectedCallback(): void {
    this.kiosk.unwatch();
    this.room.leave();
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
      const states = new Map(
        wards.map((ward) => [ward.wardId, standingOf(ward, this.stateOf(ward))]),
      );
      this.places = settle(this.places, states, now);
    }
    this.turning = currentPage(this.turning, this.view.now, this.paging().pages, this.isStill());
    const { messages } = this;
    const { connection } = this.view;
    this.announce(
      `${connection} ${this.held !== null} ${this.language}`,
      sentences(messages[connection], summary(this.counts(), messages)),
    );
    this.toggleAttribute('data-kiosk', this.isKiosk);
  }

  protected override updated(): void {
    super.updated();
    this.room.watch(this.querySelector('.tiles'));
  }

  protected override tools(): TemplateResult {
    const model = this.controls();
    return html`${stateCounts(model)} ${controls(model)}`;
  }

  protected override content(): TemplateResult {
    const { wards } = this.shown();
    if (wards.length === 0) {
      return html`<p class="empty">${this.whyNone()}</p>`;
    }
    return html`${this.totals(wards)} ${this.tiles()}`;
  }

  private totals(wards: readonly WardNow[]): TemplateResult | typeof nothing {
    return totalsStrip({
      parts: partsOf(wards, (ward) => this.stateOf(ward)),
      division: this.filter.division,
      messages: this.messages,
      format: this.format,
      onDivision: (division) => this.choose({ ...this.filter, division }),
    });
  }

  private tiles(): TemplateResult {
    const { messages } = this;
    const chosen = this.chosen();
    if (chosen.length === 0) {
      return html`<p class="empty">
        ${messages.noneChosen}
        <button @click=${() => this.choose(EVERYTHING)}>${messages.showAll}</button>
      </p>`;
    }
    const ordered = this.order === 'fixed' ? chosen : byDeviation(chosen, this.places);
    const { size } = this.paging();
    const { page } = this.turning;
    const shown = ordered.slice(page * size, (page + 1) * size);
    const list = tileList({
      ...{ wards: shown, layout: this.layout(size), label: messages.wards },
      ...{ language: this.language, format: this.format },
      stateOf: (ward) => this.stateOf(ward),
      ageOf: (ward) => this.age(ward),
    });
    return html`${list} ${this.pager()}`;
  }

  private layout(size: number): Layout | null {
    const { area } = this;
    if (area === null) return null;
    const layout = layoutOf(size, area);
    return this.isKiosk || isReadable(layout, area) ? layout : null;
  }

  private pager(): TemplateResult | typeof nothing {
    const pages = this.paging().pages;
    if (pages === 1) return nothing;
    const now = () => this.view.now;
    return pager({
      ...{ page: this.turning.page, pages, isHeld: this.isHeldPage, messages: this.messages },
      onPage: (page) => {
        this.turning = { page, since: now() };
      },
      onHold: () => {
        this.isHeldPage = !this.isHeldPage;
      },
    });
  }

  private chosen(): WardNow[] {
    return filtered(this.shown().wards, this.filter, (ward) => this.stateOf(ward));
  }

  /** Only a screen that nobody touches turns pages: elsewhere wards are scrolled to. */
  private paging(): { pages: number; size: number } {
    const { length } = this.chosen();
    return this.isKiosk && this.area !== null
      ? pagesOf(length, this.area)
      : { pages: 1, size: length };
  }

  /** The page stays while it is held, while the wall is paused, and while somebody tabs through it. */
  private isStill(): boolean {
    return (
      this.isHeldPage || this.held !== null || this.querySelector('.tiles :focus-visible') !== null
    );
  }

  private whyNone(): string {
    const { messages } = this;
    const { connection, heardAt } = this.view;
    if (connection === 'forbidden') return messages.forbidden;
    return heardAt === null ? messages.connecting : messages.noWards;
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

  protected override connection(): Connection {
    const { view, messages, format } = this;
    const current = this.shown().wards.filter((ward) => isCurrent(ward, this.stateOf(ward))).length;
    return { view, pausedAt: this.held?.now ?? null, current, messages, format };
  }

  private controls(): Controls {
    return {
      counts: this.counts(),
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
    setQueryParameter('type', filter.type);
    setQueryParameter('division', filter.division);
    setQueryParameter('state', filter.state);
  }

  private beKiosk(isKiosk: boolean): void {
    this.isKiosk = isKiosk;
    // nobody touches it: a pause would never end
    if (isKiosk) this.held = null;
    setQueryParameter('kiosk', isKiosk ? '1' : null);
    void (isKiosk ? this.kiosk.enter() : this.kiosk.leave());
  }
}
