import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { WardNow } from '../../schemas/ward-now.ts';
import { age } from './age.ts';
import { type Announcement, announce, summary } from './announce.ts';
import type { LiveView } from './live.ts';
import { isOld, type Masthead, masthead, type Order, trouble } from './masthead.ts';
import { byDeviation, type Places, settle } from './order.ts';
import { countStates, type State, stateOf } from './status.ts';
import { dictionaries, type Lang } from './words.ts';

const NOTHING_YET: LiveView = {
  contact: 'connecting',
  wards: [],
  now: Date.now(),
  heardAt: null,
  dataNow: null,
};

/** Every ward of the site on one screen. It is given what to show and shows it. */
export class LiveWall extends LitElement {
  static override properties = {
    view: { attribute: false },
    held: { state: true },
    language: { attribute: false },
    order: { attribute: false },
  };
  declare view: LiveView;
  declare language: Lang;
  declare order: Order;
  /** Called when the user chooses, to keep the choice. */
  declare onChoice: (name: 'lang' | 'order', value: string) => void;
  /** Called when the user has signed in. */
  declare onSignedIn: () => void;
  /** What was shown when the wall was paused. */
  declare private held: LiveView | null;
  declare private places: Places;
  declare private said: Announcement | null;

  constructor() {
    super();
    this.view = NOTHING_YET;
    this.held = null;
    this.language = 'sv';
    this.order = 'fixed';
    this.onChoice = () => {};
    this.onSignedIn = () => {};
    this.places = new Map();
    this.said = null;
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('view') && this.held === null) {
      const { wards, now } = this.view;
      this.places = settle(this.places, new Map(wards.map((w) => [w.wardId, stateOf(w)])), now);
    }
    const model = this.model();
    const words = dictionaries[this.language];
    const { contact, now } = this.view;
    this.said = announce(this.said, {
      subject: `${contact} ${this.held !== null} ${this.language}`,
      text: trouble(model) ?? `${words[contact]}. ${summary(model.counts, words)}`,
      at: now,
    });
  }

  protected override updated(changed: PropertyValues): void {
    if (!changed.has('language')) return;
    const { title, allWards } = dictionaries[this.language];
    document.documentElement.lang = this.language;
    document.title = `${title} – ${allWards}`;
  }

  protected override render(): TemplateResult {
    const words = dictionaries[this.language];
    return html`<div class="wall" ?data-old=${isOld(this.view)}>
      ${masthead(this.model())}
      <p class="unseen" role="status">${this.said?.text}</p>
      <main aria-label=${words.wards}>
        ${this.view.contact === 'signedOut' ? this.signIn() : this.tiles()}
      </main>
      <footer class="footer">
        <span>${words.legend}</span><strong>${words.disclaimer}</strong>
      </footer>
    </div>`;
  }

  private signIn(): TemplateResult {
    return html`<sign-in .language=${this.language} .onSignedIn=${this.onSignedIn}></sign-in>`;
  }

  private tiles(): TemplateResult {
    const { wards } = this.shown();
    const words = dictionaries[this.language];
    if (wards.length === 0) {
      const text = this.view.heardAt === null ? words.connecting : words.noWards;
      return html`<p class="empty">${text}</p>`;
    }
    const ordered = this.order === 'fixed' ? wards : byDeviation(wards, this.places);
    return html`<ul class="tiles" role="list">
      ${repeat(
        ordered,
        ({ wardId }) => wardId,
        (ward) => html`<li>${this.tile(ward)}</li>`,
      )}
    </ul>`;
  }

  private tile(ward: WardNow): TemplateResult {
    return html`<ward-tile
      .ward=${ward}
      .state=${this.stateOf(ward)}
      .age=${this.age(ward)}
      .language=${this.language}
    ></ward-tile>`;
  }

  private shown(): LiveView {
    return this.held ?? this.view;
  }

  private stateOf(ward: WardNow): State {
    return isOld(this.view) ? 'stale' : stateOf(ward);
  }

  private age({ newestInputAt }: WardNow): string {
    const words = dictionaries[this.language];
    const { dataNow } = this.shown();
    if (newestInputAt === null || dataNow === null) return words.noInput;
    return age(dataNow - Date.parse(newestInputAt), words);
  }

  private model(): Masthead {
    return {
      view: this.view,
      pausedAt: this.held?.now ?? null,
      counts: countStates(this.shown().wards.map((ward) => this.stateOf(ward))),
      language: this.language,
      order: this.order,
      onPause: () => {
        this.held = this.held === null ? this.view : null;
      },
      onLanguage: (language) => {
        this.language = language;
        this.onChoice('lang', language);
      },
      onOrder: (order) => {
        this.order = order;
        this.onChoice('order', order);
      },
    };
  }
}
