import { html, nothing, type TemplateResult } from 'lit';
import type { SiteView } from '../../../schemas/read-api.ts';
import type { RosterPreview } from '../../../schemas/roster-upload.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';

/** What the user chose besides the file. */
export interface RosterChoices {
  readonly basis: 'planned' | 'actual';
  readonly columns?: RosterPreview['columns'];
  readonly wards: Readonly<Record<string, string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly activities: Readonly<Record<string, string>>;
}

type Column = keyof PlannerMessages['rosterColumn'];
type Choose = (part: Partial<RosterChoices>) => void;

const chosenOf = (event: Event) => (event.target as HTMLSelectElement).value;

/** Which column says what; open while one that is needed is not chosen. */
export function columnChoices(
  { headings, columns, missing }: RosterPreview,
  messages: PlannerMessages,
  choose: (columns: RosterPreview['columns']) => void,
): TemplateResult {
  const names = messages.rosterColumn;
  const change = (column: Column, heading: string) => {
    const { [column]: _, ...others } = columns;
    choose(heading === '' ? others : { ...others, [column]: heading });
  };
  return html`<details class="fold" ?open=${missing.length > 0}>
    <summary>${messages.rosterColumns}</summary>
    ${
      missing.length === 0
        ? nothing
        : html`<p class="remark">
            ${messages.rosterMissing(missing.map((column) => names[column].toLowerCase()).join(', '))}
          </p>`
    }
    <div class="roster-choices">
      ${(Object.keys(names) as Column[]).map(
        (column) => html`<label>
          ${names[column]}
          <select @change=${(event: Event) => change(column, chosenOf(event))}>
            <option value="" ?selected=${columns[column] === undefined}>${messages.rosterNone}</option>
            ${headings.map(
              (heading) => html`<option value=${heading} ?selected=${columns[column] === heading}>
                ${heading}
              </option>`,
            )}
          </select>
        </label>`,
      )}
    </div>
  </details>`;
}

interface WordContext {
  readonly messages: PlannerMessages;
  readonly format: Format;
  readonly site: SiteView;
  readonly choose: Choose;
}

/** What words mean; open while one has no meaning. */
export function wordChoices(
  { wards, roles, activities }: RosterPreview,
  choices: RosterChoices,
  { messages, format, site, choose }: WordContext,
): TemplateResult | typeof nothing {
  const all = [...wards, ...roles, ...activities];
  if (all.length === 0) return nothing;
  const names = messages.rosterMeanings;
  const mine = site.wards.filter(({ wardId }) => site.mayPlan.includes(wardId));
  const ofWards = [
    ...mine.map(({ wardId, name }) => [wardId, `${wardId} ${name}`]),
    ['ignore', names.ignore],
  ];
  const group = (
    kind: 'wards' | 'roles' | 'activities',
    words: RosterPreview['wards'],
    options: readonly (readonly string[])[],
  ) =>
    words.map(
      ({ word, rows, meaning }) => html`<label>
        ${messages.rosterWordRows(word, format.whole(rows))}
        <select
          @change=${(event: Event) => choose({ [kind]: { ...choices[kind], [word]: chosenOf(event) } })}
        >
          <option value="" disabled ?selected=${meaning === null}>${messages.rosterChoose}</option>
          ${options.map(
            ([value, name]) =>
              html`<option value=${value!} ?selected=${meaning === value}>${name}</option>`,
          )}
        </select>
      </label>`,
    );
  const named = (...values: (keyof typeof names)[]) => values.map((value) => [value, names[value]]);
  return html`<details class="fold" ?open=${all.some(({ meaning }) => meaning === null)}>
    <summary>${messages.rosterWords}</summary>
    <div class="roster-choices">
      ${group('wards', wards, ofWards)} ${group('roles', roles, named('rn', 'na', 'ignore'))}
      ${group('activities', activities, named('work', 'absence'))}
    </div>
  </details>`;
}

/** What changes, by ward and day. */
export function dayTable(
  { days, token }: RosterPreview,
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  if (token === null) return html`<p class="remark">${messages.rosterNothing}</p>`;
  return html`<h3>${messages.rosterDays}</h3>
    <p class="help">${messages.rosterDaysHelp}</p>
    <div class="scroll" tabindex="0" role="region" aria-label=${messages.rosterDays}>
      <table class="roster-days">
        <thead>
          <tr>
            ${messages.rosterDayColumns.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${days.map(
            ({ wardId, day, added, changed, removed, before, after }) => html`<tr>
              <th scope="row">${wardId} · ${day}</th>
              ${[added, changed, removed].map((count) => html`<td>${format.whole(count)}</td>`)}
              ${[before, after].map((hours) => html`<td>${format.tenths(hours)}</td>`)}
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}

/** Rows that do not count, or not as they stand. */
export function mistakeTable(
  { mistakes, mistakeCount }: RosterPreview,
  messages: PlannerMessages,
  format: Format,
): TemplateResult | typeof nothing {
  if (mistakeCount === 0) return nothing;
  const title = messages.rosterMistakes(format.whole(mistakeCount));
  return html`<h3>${title}</h3>
    <div class="scroll" tabindex="0" role="region" aria-label=${title}>
      <table class="roster-mistakes">
        <thead>
          <tr>
            ${messages.rosterMistakeColumns.map((name) => html`<th scope="col">${name}</th>`)}
          </tr>
        </thead>
        <tbody>
          ${mistakes.map(
            ({ line, column, problem, word }) => html`<tr>
              <td>${format.whole(line)}</td>
              <td>${column}</td>
              <td>${messages.rosterProblem[problem]}${word === '' ? nothing : html`: ${word}`}</td>
            </tr>`,
          )}
        </tbody>
      </table>
    </div>`;
}
