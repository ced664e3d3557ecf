import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { CareTeam } from '../../../schemas/care-teams.ts';
import type { IntensityPoint, PatientAhead } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type WardMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { Printing } from '../page/printing.ts';
import { Resource } from '../page/resource.ts';
import { CATEGORIES } from './categories.ts';
import { aheadText, type HoursAhead, hoursAhead } from './hours-ahead.ts';
import { levelsHelp } from './levels-help.ts';
import { patientRow } from './patient-row.ts';
import { ORDERS, type Order, ordered, type Patient, shortNames } from './patients.ts';
import { teamColumns } from './team-columns.ts';

const EVERY_MS = 30_000;

/** The patients of a ward in this hour, by bed and pseudonym, and by care team if the ward has any. The server does not learn which one is looked at. */
export class PatientList extends LitElement {
  static override properties = {
    wardId: { attribute: false },
    points: { attribute: false },
    teams: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    order: { state: true },
    isByTeam: { state: true },
    chosen: { state: true },
    isPrinting: { state: true },
  };
  declare wardId: string;
  /** Hours of the ward, for their clock. */
  declare points: readonly IntensityPoint[];
  /** The care teams of the ward, if it has any. */
  declare teams: readonly CareTeam[];
  declare language: Lang;
  declare format: Format;
  declare onSignedOut: () => void;
  declare private order: Order;
  /** Whether care teams stand side by side. */
  declare private isByTeam: boolean;
  /** The pseudonym that is looked at. */
  declare private chosen: string | null;
  /** On paper patients are by bed. */
  declare private isPrinting: boolean;
  private readonly patients = new Resource<{ items: readonly Patient[] }>(
    this,
    () => `/v1/wards/${encodeURIComponent(this.wardId)}/encounters`,
    { every: EVERY_MS, onSignedOut: () => this.onSignedOut() },
  );
  private readonly ahead = new Resource<{ items: readonly PatientAhead[] }>(
    this,
    () => `/v1/wards/${encodeURIComponent(this.wardId)}/encounters/ahead`,
    { every: EVERY_MS, onSignedOut: () => this.onSignedOut() },
  );

  constructor() {
    super();
    this.points = [];
    this.teams = [];
    this.isByTeam = false;
    this.language = 'sv';
    this.onSignedOut = () => {};
    this.order = 'bed';
    this.chosen = null;
    this.isPrinting = false;
    new Printing(this, (isPrinting) => {
      this.isPrinting = isPrinting;
      this.performUpdate();
    });
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { messages, patients, teams } = this;
    const count = patients.value?.items.length ?? 0;
    const isForbidden = patients.failure === 'forbidden';
    return html`<section class="panel patients-panel" aria-labelledby="patients-title">
      <div class="panel-head">
        <h2 id="patients-title">${messages.patientsTitle}</h2>
        <div class="arrange">
          ${count > 0 && teams.length > 0 ? this.byTeam() : nothing}
          ${count > 1 ? this.orders() : nothing}
        </div>
      </div>
      ${
        isForbidden
          ? html`<p class="remark">${messages.patientsForbidden}</p>`
          : loadStatus(patients, messages)
      }
      ${patients.value === null ? nothing : this.list(patients.value.items)}
    </section>`;
  }

  private list(items: readonly Patient[]): TemplateResult {
    const { messages, order, isPrinting, ahead } = this;
    if (items.length === 0) return html`<p class="remark">${messages.noPatients}</p>`;
    const short = shortNames(items.map(({ encounterId }) => encounterId));
    const shifts = hoursAhead(ahead.value?.items ?? []);
    const most = Math.max(...items.map(({ minutes }) => minutes));
    return html`<p class="help">${messages.patientsHelp}</p>
      ${levelsHelp(messages)}
      ${ahead.failure === null ? nothing : html`<p class="remark">${messages.noPatientAhead}</p>`}
      <ul class="keys" role="list" aria-label=${messages.components}>
        ${CATEGORIES.map(
          (category) => html`<li>
            <svg class="key" width="14" height="12" viewBox="0 0 14 12" aria-hidden="true">
              <rect data-category=${category} width="14" height="12" />
            </svg>
            ${messages.categories[category]}
          </li>`,
        )}
      </ul>
      ${
        items.some(({ bed = null }) => bed !== null)
          ? nothing
          : html`<p class="remark">${messages.noBeds}</p>`
      }
      ${this.rows(ordered(items, isPrinting ? 'bed' : order, shifts), (patient) =>
        this.row(patient, short.get(patient.encounterId)!, shifts, most),
      )}`;
  }

  /** The rows in their order, by care team if that is chosen. */
  private rows(
    patients: readonly Patient[],
    row: (patient: Patient) => TemplateResult,
  ): TemplateResult {
    const { teams, isByTeam, messages, format } = this;
    const list = (some: readonly Patient[]) => html`<ul
      class="patients"
      role="list"
      @keydown=${this.onKey}
    >
      ${repeat(some, ({ encounterId }) => encounterId, row)}
    </ul>`;
    if (!isByTeam || teams.length === 0) return list(patients);
    return teamColumns({ patients, teams, messages, format, list });
  }

  private row(patient: Patient, short: string, shifts: HoursAhead, most: number): TemplateResult {
    const { encounterId } = patient;
    const { messages, format, language, points } = this;
    const ahead = aheadText(shifts.get(encounterId), messages, format);
    const isOpen = encounterId === this.chosen;
    const onToggle = () => {
      this.chosen = isOpen ? null : encounterId;
    };
    return html`<li>
      ${patientRow({ patient, short, ahead, most, isOpen, onToggle, messages, format })}
      ${
        isOpen
          ? html`<patient-why
              id="why"
              .patient=${patient}
              .points=${points}
              .language=${language}
              .format=${format}
              .onClose=${() => this.close()}
              .onSignedOut=${() => this.onSignedOut()}
            ></patient-why>`
          : nothing
      }
    </li>`;
  }

  private orders(): TemplateResult {
    const { messages, order } = this;
    return html`<div class="choice" role="group" aria-label=${messages.arrange}>
      ${ORDERS.map(
        (value) => html`<button
          aria-pressed=${value === order}
          @click=${() => {
            this.order = value;
          }}
        >
          ${messages.orders[value]}
        </button>`,
      )}
    </div>`;
  }

  private byTeam(): TemplateResult {
    return html`<div class="choice">
      <button
        aria-pressed=${this.isByTeam}
        @click=${() => {
          this.isByTeam = !this.isByTeam;
        }}
      >
        ${this.messages.careTeams}
      </button>
    </div>`;
  }

  private get messages(): WardMessages {
    return messagesOf(this.language).ward;
  }

  private readonly onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape' && this.chosen !== null) this.close();
  };

  /** Moves the focus from the explanation back to its row. */
  private close(): void {
    this.querySelector<HTMLElement>('.patient[aria-expanded="true"]')?.focus();
    this.chosen = null;
  }
}
