import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { Messages } from '../i18n/messages.ts';
import type { LendersNow } from './lenders-now.ts';

/** Wards that are named; the wall has the others. */
const MOST = 5;

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
    ${model.lenders.length === 0 ? nothing : html`<p class="soft">${planner.competence}</p>`}
    <p class="way">
      <a href="/">${ward.toWall}</a>
      ${mayPlan ? html`<a href="/planner">${ward.toComingShifts}</a>` : nothing}
    </p>
  </section>`;
}

/** Kan låna ut en person fram till kl. 21. */
export function lendersTitle(
  { of, until }: LendersNow,
  { planner, ward }: Messages,
  format: Format,
): string {
  const title = of === 'rn' ? ward.lendersOfRn : planner.lendersTitle;
  return until === null ? title : ward.lendersUntil(title, format.clock(Date.parse(until)));
}

/** A line each: first those who can lend, then those with room who are not offered, or that there is nobody. */
export function lenderTexts(
  { lenders, withheld, areOthersSeen }: LendersNow,
  { planner, ward }: Messages,
  format: Format,
): string[] {
  if (!areOthersSeen) return [ward.noOthersSeen];
  const offered = lenders.map(({ wardId, isSameType, before, after, roles }) => {
    const type = isSameType ? planner.sameType : planner.otherType;
    const byRole =
      roles === null
        ? ''
        : ` (${ward.rn} ${format.signed(roles.rn)}, ${ward.na} ${format.signed(roles.na)})`;
    return `${wardId}: ${format.signed(before)} → ${format.signed(after)}, ${type}${byRole}`;
  });
  const more = offered.length - MOST;
  if (more > 0) return [...offered.slice(0, MOST), ward.moreLenders(more)];
  const others = withheld
    .slice(0, MOST)
    .map(({ wardId, reason }) => planner.withheldReason[reason](wardId));
  if (offered.length > 0) return [...offered, ...others];
  return [others.length === 0 ? planner.noLender : planner.onlyWithheld, ...others];
}
