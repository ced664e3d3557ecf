import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { alike } from './comparison.ts';

export interface WardChoiceModel {
  readonly site: Pick<SiteView, 'wards'>;
  readonly chosen: readonly string[];
  /** The user's own wards, as kept in this browser. */
  readonly mine: readonly string[];
  readonly messages: PlannerMessages;
  readonly choose: (wards: readonly string[]) => void;
  readonly keep: () => void;
}

/** Wards to choose from, by kind. One is always chosen. */
export function wardChoice(model: WardChoiceModel): TemplateResult {
  const { site, chosen, messages, choose, keep } = model;
  const ids = site.wards.map(({ wardId }) => wardId);
  const mine = ids.filter((id) => model.mine.includes(id));
  const isMine = mine.length === chosen.length && mine.every((id) => chosen.includes(id));
  const types = [...new Set(site.wards.map(({ type }) => type))];
  const toggled = (id: string) =>
    ids.filter((wardId) => (wardId === id ? !chosen.includes(id) : chosen.includes(wardId)));
  const click = (event: Event, id: string) => {
    if (toggled(id).length === 0) event.preventDefault();
    else choose(toggled(id));
  };
  return html`<details class="fold ward-choice">
    <summary>${messages.wardsChosen(chosen.length, ids.length)}</summary>
    <p class="ward-choice-quick">
      <button @click=${() => choose(ids)}>${messages.all}</button>
      <button @click=${() => choose(alike(chosen, site))}>${messages.similar}</button>
      ${mine.length === 0 ? nothing : html`<button aria-pressed=${isMine} @click=${() => choose(mine)}>${messages.mine}</button>`}
      ${isMine ? nothing : html`<button @click=${keep}>${messages.keepMine}</button>`}
      <span class="soft">${messages.similarHelp}</span>
    </p>
    <div class="ward-types">
      ${types.map(
        (type) => html`<fieldset>
          <legend>${messages.wardType(type)}</legend>
          ${site.wards
            .filter((ward) => ward.type === type)
            .map(
              ({ wardId, name }) => html`<label>
                <input
                  type="checkbox"
                  name="ward"
                  value=${wardId}
                  .checked=${live(chosen.includes(wardId))}
                  @click=${(event: Event) => click(event, wardId)}
                />
                ${name.includes(wardId) ? name : `${wardId} ${name}`}
              </label>`,
            )}
        </fieldset>`,
      )}
    </div>
  </details>`;
}
