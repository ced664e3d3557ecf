import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Messages } from '../i18n/messages.ts';
import { helpLines } from '../lending/lending-text.ts';
import type { LendersNow } from './lenders-now.ts';

/** Who can lend to a ward until the end of its shift, and ways to where they stand. */
export function lendersPart(
  model: LendersNow,
  messages: Messages,
  format: Format,
  mayPlan: boolean,
): TemplateResult {
  const { planner, ward } = messages;
  return html`<section class="lenders-now" aria-labelledby="lenders-title">
    <h3 id="lenders-title">${lendersTitle(model, messages, format)}</h3>
    <ul>
      ${lenderTexts(model, messages, format).map((text) => html`<li>${text}</li>`)}
    </ul>
    ${model.help.offers.length === 0 ? nothing : html`<p class="soft">${planner.competence}</p>`}
    <p class="way">
      <a href="/">${ward.toWall}</a>
      ${mayPlan ? html`<a href="/planner">${ward.toComingShifts}</a>` : nothing}
    </p>
  </section>`;
}

/** Kan låna ut fram till kl. 21. */
export function lendersTitle(
  { of, until }: LendersNow,
  { planner, ward }: Messages,
  format: Format,
): string {
  const title = of === 'rn' ? ward.lendersOfRn : planner.lendersTitle;
  return until === null ? title : ward.lendersUntil(title, format.clock(Date.parse(until)));
}

/** A line each: who lends what, and what there is besides. */
export function lenderTexts(
  { wardId, help, areOthersSeen }: LendersNow,
  { planner, ward }: Messages,
  format: Format,
): string[] {
  return areOthersSeen ? helpLines(wardId, help, planner, format) : [ward.noOthersSeen];
}
