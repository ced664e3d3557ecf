import { html, nothing, type TemplateResult } from 'lit';
import type { CareTeam } from '../../../schemas/care-teams.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { type TeamLoad, teamLoads } from './care-teams.ts';
import type { Patient } from './patients.ts';

export interface TeamColumns {
  /** In the order of the rows. */
  readonly patients: readonly Patient[];
  readonly teams: readonly CareTeam[];
  readonly messages: WardMessages;
  readonly format: Format;
  /** Draws rows of patients. */
  readonly list: (patients: readonly Patient[]) => TemplateResult;
}

/** Care teams side by side: what each needs together, and its patients. */
export function teamColumns(model: TeamColumns): TemplateResult {
  const { patients, teams, messages, list } = model;
  return html`<div class="care-teams">
    ${teamLoads(patients, teams).map(
      (load, index) => html`<section class="care-team" aria-labelledby=${`care-team-${index}`}>
        <h3 id=${`care-team-${index}`}>${load.name ?? messages.noCareTeam}</h3>
        <p class="care-team-sum">${sum(load, model)}</p>
        ${load.patients.length === 0 ? nothing : list(load.patients)}
      </section>`,
    )}
  </div>`;
}

function sum({ patients, minutes, share, unknown }: TeamLoad<Patient>, model: TeamColumns) {
  const { messages, format } = model;
  const need = minutes === null ? '–' : format.tenth(minutes);
  return html`<b>${need}</b> ${messages.minutesPerHour} ·
    <b>${format.whole(patients.length)}</b> ${messages.patientsWord(patients.length)}
    ${share === null ? nothing : html`· <b>${format.percent(share)} %</b> ${messages.ofWard}`}
    ${unknown === 0 ? nothing : html`<span class="soft">${messages.notSummed(unknown)}</span>`}`;
}
