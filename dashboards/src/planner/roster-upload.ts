import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { RosterPreview } from '../../../schemas/roster-upload.ts';
import { ApiError, post } from '../api.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type PlannerMessages } from '../i18n/messages.ts';
import {
  columnChoices,
  dayTable,
  mistakeTable,
  type RosterChoices,
  wordChoices,
} from './roster-parts.ts';

const NO_CHOICES: RosterChoices = { basis: 'planned', wards: {}, roles: {}, activities: {} };
/** Bytes of the largest file that the server takes. */
const LARGEST = 4 * 1024 * 1024;

/** A button, and the dialog behind it that takes in a roster: a file, what it changes, and only then the change. */
export class RosterUpload extends LitElement {
  static override properties = {
    site: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
    choices: { state: true },
    preview: { state: true },
    problem: { state: true },
    work: { state: true },
  };
  declare site: SiteView;
  declare language: Lang;
  declare format: Format;
  /** Called if the session has ended. */
  declare onSignedOut: () => void;
  declare private choices: RosterChoices;
  declare private preview: RosterPreview | null;
  declare private problem: string;
  declare private work: 'idle' | 'reading' | 'applying';
  /** The file in base64; `null` until one is chosen. */
  private file: string | null = null;
  /** Answers to earlier choices are left out. */
  private turn = 0;

  constructor() {
    super();
    this.choices = NO_CHOICES;
    this.preview = null;
    this.problem = '';
    this.work = 'idle';
  }

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { messages, choices, preview, problem, work } = this;
    const mayApply = work === 'idle' && preview?.token != null && !preview.isApplied;
    return html`<p class="roster-open">
        <button @click=${() => this.open()}>${messages.rosterTitle}</button>
      </p>
      <dialog class="dialog roster" aria-labelledby="roster-title">
        <h2 id="roster-title">${messages.rosterTitle}</h2>
        <p class="help">${messages.rosterHelp}</p>
        <label>
          ${messages.rosterFile}
          <input
            type="file"
            accept=".csv,.txt,.tsv,.xlsx"
            ?disabled=${work === 'applying'}
            @change=${(event: Event) => void this.chooseFile(event.target as HTMLInputElement)}
          />
        </label>
        <label>
          ${messages.rosterBasis}
          <select
            ?disabled=${work === 'applying'}
            @change=${(event: Event) =>
              this.choose({
                basis: (event.target as HTMLSelectElement).value as RosterChoices['basis'],
              })}
          >
            ${(['planned', 'actual'] as const).map(
              (basis) => html`<option value=${basis} ?selected=${choices.basis === basis}>
                ${messages.rosterBases[basis]}
              </option>`,
            )}
          </select>
        </label>
        <p role="status">${this.statusText()}</p>
        <p class="form-problem" role="alert">${problem}</p>
        ${preview === null || preview.isApplied ? nothing : this.shown(preview)}
        <p class="actions">
          <button class="roster-apply" ?disabled=${!mayApply} @click=${() => void this.apply()}>
            ${work === 'applying' ? messages.rosterApplying : messages.rosterApply}
          </button>
          <button class="roster-close" @click=${() => this.close()}>${messages.rosterClose}</button>
        </p>
      </dialog>`;
  }

  private shown(preview: RosterPreview): TemplateResult {
    const { messages, format, site } = this;
    const choose = (part: Partial<RosterChoices>) => this.choose(part);
    return html`${columnChoices(preview, messages, (columns) => choose({ columns }))}
      ${wordChoices(preview, this.choices, { messages, format, site, choose })}
      ${
        preview.otherSources.length === 0
          ? nothing
          : html`<p class="remark">${messages.rosterOthers(preview.otherSources.join(', '))}</p>`
      }
      ${preview.missing.length > 0 ? nothing : dayTable(preview, messages, format)}
      ${mistakeTable(preview, messages, format)}`;
  }

  private statusText(): string {
    const { messages, work, preview } = this;
    if (work === 'reading') return messages.rosterReading;
    if (preview?.isApplied !== true) return '';
    const { rejected } = preview;
    return rejected.length === 0
      ? messages.rosterApplied
      : messages.rosterRejected(rejected.join('; '));
  }

  private get messages(): PlannerMessages {
    return messagesOf(this.language).planner;
  }

  private open(): void {
    this.querySelector('dialog')?.showModal();
  }

  private close(): void {
    this.querySelector('dialog')?.close();
  }

  private async chooseFile(input: HTMLInputElement): Promise<void> {
    const [file] = input.files ?? [];
    this.turn += 1;
    this.file = null;
    this.preview = null;
    this.problem = '';
    this.choices = { ...NO_CHOICES, basis: this.choices.basis };
    if (file === undefined) return;
    if (file.size > LARGEST) {
      this.problem = this.messages.rosterTooLarge;
      return;
    }
    this.file = await base64(file);
    await this.look();
  }

  private choose(part: Partial<RosterChoices>): void {
    this.choices = { ...this.choices, ...part };
    if (this.file !== null) void this.look();
  }

  /** Shows what the file changes by the present choices. */
  private async look(): Promise<void> {
    await this.send('reading', {});
  }

  private async apply(): Promise<void> {
    const token = this.preview?.token;
    if (token == null) return;
    await this.send('applying', { token });
    // what was shown may no longer be what changes
    if (this.problem === '') return;
    const { problem } = this;
    await this.look();
    if (this.problem === '') this.problem = problem;
  }

  private async send(work: 'reading' | 'applying', more: { token?: string }): Promise<void> {
    this.turn += 1;
    const { turn } = this;
    this.work = work;
    this.problem = '';
    try {
      const preview = await post<RosterPreview>('/v1/roster', {
        ...{ file: this.file, ...this.choices, ...more },
      });
      if (turn === this.turn) this.preview = preview;
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.failure === 'signedOut') this.onSignedOut();
      if (turn === this.turn) this.fail(error);
    } finally {
      if (turn === this.turn) this.work = 'idle';
    }
  }

  private fail({ detail }: ApiError): void {
    this.preview = null;
    this.problem = this.messages.rosterFailed(detail ?? '');
  }
}

function base64(file: File): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve((reader.result as string).split(',', 2)[1] ?? '');
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
