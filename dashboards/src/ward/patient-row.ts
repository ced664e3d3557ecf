import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { bar } from './bar.ts';
import { boundsText } from './bounds-text.ts';
import { shares } from './categories.ts';
import type { Patient } from './patients.ts';

export interface PatientRow {
  readonly patient: Patient;
  /** The pseudonym as short as it stays unique. */
  readonly short: string;
  /** What is needed in the shifts ahead, in words; `null` if unknown. */
  readonly ahead: string | null;
  /** The greatest minutes on the ward, which fill a bar. */
  readonly most: number;
  readonly isOpen: boolean;
  readonly onToggle: () => void;
  readonly messages: WardMessages;
  readonly format: Format;
}

/** A bed: who is in it, by pseudonym, and what is needed there in this hour. */
export function patientRow(row: PatientRow): TemplateResult {
  const { patient, short, ahead, most, isOpen, onToggle, messages, format } = row;
  const { encounterId, minutes, minutesLow, minutesHigh, presentAtEnd, aLevel, sLevel } = patient;
  return html`<button
    class="patient"
    aria-expanded=${isOpen}
    aria-controls=${isOpen ? 'why' : nothing}
    @click=${onToggle}
  >
    <span class="patient-bed"><span class="unseen">${messages.bed}</span> <b>${patient.bed ?? '–'}</b></span>
    <span class="patient-id">
      <span class="id-short" aria-hidden="true">${short}</span>
      <span class="id-whole">${encounterId}</span>
    </span>
    <span class="patient-minutes">
      <b>${format.tenth(minutes)}</b> ${messages.min}
      <span class="soft">${boundsText(minutesLow, minutesHigh, format.tenth) ?? nothing}</span>
    </span>
    ${
      ahead === null
        ? nothing
        : html`<span class="patient-ahead"><span class="soft">${messages.patientAhead}</span> ${ahead}</span>`
    }
    ${bar(shares(patient.components), most)}
    <span class="unseen">${partsText(row)}</span>
    <span class="patient-levels">
      ${messages.levelA}${aLevel} ${messages.levelS}${sLevel} · ${messages.news2} ${news2(patient, messages)}
    </span>
    <span class="patient-marks">${marks(patient, messages, format)}</span>
    ${presentAtEnd ? nothing : html`<b class="patient-left">${messages.left}</b>`}
  </button>`;
}

/** The score, or why there is none. */
export function news2(
  { news2, news2Low, news2High, news2Reason }: Patient,
  messages: WardMessages,
): string {
  if (news2 !== null) return `${news2}`;
  if (news2Reason !== null) return messages.news2Why[news2Reason];
  return news2Low === null || news2High === null
    ? '–'
    : messages.news2Missing(`${news2Low}`, `${news2High}`);
}

function partsText({ patient, messages, format }: PatientRow): string {
  return shares(patient.components)
    .map(({ category, minutes }) => `${messages.categories[category]} ${format.tenth(minutes)}`)
    .join(', ');
}

function marks(
  { coverage, imputed }: Patient,
  messages: WardMessages,
  format: Format,
): TemplateResult | typeof nothing {
  if (coverage === 1 && imputed.length === 0) return nothing;
  return html`${icon('incomplete')} ${messages.coverage} ${format.percent(coverage)} %${
    imputed.length === 0 ? nothing : `, ${messages.assumed(imputed.length)}`
  }`;
}
