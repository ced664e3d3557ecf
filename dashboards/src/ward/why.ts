import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { EncounterHour } from '../../../schemas/encounter-hour.ts';
import type { Explanation, IntensityPoint } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { capital } from '../capital.ts';
import { bandChart } from '../charts/band-chart.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import { messagesOf, type WardMessages } from '../i18n/messages.ts';
import { loadStatus } from '../page/load-status.ts';
import { Resource } from '../page/resource.ts';
import { tenthOf } from '../shown-figure.ts';
import { boundsText } from './bounds-text.ts';
import { changeSinceYesterday, historySentence, minutesHours } from './patient-history.ts';
import type { Patient } from './patients.ts';
import { inputsTable, levelsList, partsList } from './why-parts.ts';
import { asQuery, windowAround } from './window.ts';

const HOUR_MS = 3_600_000;

/** Why a patient's hour is what it is: parts, weights with sources, levels, inputs, and the hours before. */
export class PatientWhy extends LitElement {
  static override properties = {
    patient: { attribute: false },
    points: { attribute: false },
    language: { attribute: false },
    format: { attribute: false },
  };
  declare patient: Patient;
  declare points: readonly IntensityPoint[];
  declare language: Lang;
  declare format: Format;
  declare onClose: () => void;
  declare onSignedOut: () => void;
  private readonly explanation = new Resource<Explanation>(
    this,
    () => {
      const { hour, wardId } = this.patient;
      return address(this.path('explanation'), { hour, wardId, lang: this.language });
    },
    { every: 60_000, onSignedOut: () => this.onSignedOut() },
  );
  private readonly earlier = new Resource<{ items: readonly EncounterHour[] }>(
    this,
    () => {
      const { from } = windowAround(this.at, '48h');
      return address(this.path('intensity'), asQuery({ from, to: this.at + HOUR_MS }));
    },
    { every: 60_000, onSignedOut: () => this.onSignedOut() },
  );

  protected override createRenderRoot(): HTMLElement {
    return this;
  }

  protected override render(): TemplateResult {
    const { patient, messages, explanation, format } = this;
    const { bed = null, encounterId, minutes, minutesLow, minutesHigh } = patient;
    const bounds = boundsText(minutesLow, minutesHigh, format.tenth);
    return html`<section class="why" aria-labelledby="why-title">
      <div class="panel-head">
        <h3 id="why-title">
          ${messages.why} ${bed === null ? nothing : `${messages.bed} ${bed} · `}<span class="whole-id">${encounterId}</span>
        </h3>
        <button @click=${this.onClose}>${messages.close}</button>
      </div>
      <p>
        <b class="why-minutes">${format.tenth(minutes)}</b> ${messages.minutesThisHour}${
          bounds === null ? nothing : html` <span class="soft">${bounds}</span>`
        }.
        ${this.change()}
      </p>
      ${loadStatus(explanation, messages)}
      ${explanation.value === null ? nothing : this.explained(explanation.value)} ${this.history()}
    </section>`;
  }

  private explained(explanation: Explanation): TemplateResult {
    const { messages, format } = this;
    const { model, computedAt } = explanation.encounterHour;
    return html`<h4>${messages.partsTitle}</h4>
      ${partsList(explanation, messages, format)}
      <h4>${messages.levelsTitle}</h4>
      ${levelsList(explanation.levels, messages, explanation.encounterHour)}
      <h4>${messages.inputsTitle}</h4>
      ${inputsTable(explanation.encounterHour.inputs, messages, format)}
      <h4>${messages.assumptionsTitle}</h4>
      <ul class="assumptions">
        ${explanation.assumptions.map((text) => html`<li>${capital(text)}</li>`)}
      </ul>
      <p class="soft">${messages.model(model, format.dayAndClock(Date.parse(computedAt)))}</p>`;
  }

  private history(): TemplateResult | typeof nothing {
    const { earlier, points, messages, format, language } = this;
    const { wardId } = this.patient;
    const hours = minutesHours(
      earlier.value?.items ?? [],
      points,
      { from: this.at - 2 * 24 * HOUR_MS, to: this.at + HOUR_MS },
      wardId,
    );
    if (earlier.value === null || hours.length === 0) return loadStatus(earlier, messages);
    const summary = historySentence(hours, messages, format);
    const chart = bandChart({
      ...{ hours, summary, messages, format, now: null },
      unit: messages.minutes,
      label: format.tenths,
      columns: [messages.hour, messages.minutes, messages.bounds],
    });
    return html`<h4>${messages.historyTitle}</h4>
      <chart-figure .chart=${chart} height="150" .language=${language}></chart-figure>`;
  }

  private change(): string {
    const { earlier, messages, format, patient, points } = this;
    if (earlier.value === null) return '';
    const change = changeSinceYesterday(earlier.value.items, patient, points);
    if (change === null) return messages.noYesterday;
    return messages.sinceYesterday(format.tenth(Math.abs(change)), Math.sign(tenthOf(change)));
  }

  private get messages(): WardMessages {
    return messagesOf(this.language).ward;
  }

  private get at(): number {
    return Date.parse(this.patient.hour);
  }

  private path(of: string): string {
    return `/v1/encounters/${encodeURIComponent(this.patient.encounterId)}/${of}`;
  }
}
