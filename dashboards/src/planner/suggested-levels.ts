import type { TemplateResult } from 'lit';
import type { SuggestedLevels } from '../../../schemas/read-api.ts';
import type { Format } from '../format.ts';
import type { PlannerMessages } from '../i18n/messages.ts';
import { scrollTable, tableRow } from '../scroll-table.ts';

type Suggestion = SuggestedLevels['items'][number];

/** What was usual by ward and shift, what it is computed from, and the level that it would give. */
export function suggestedTable(
  { items, fewest }: SuggestedLevels,
  messages: PlannerMessages,
  format: Format,
): TemplateResult {
  const number = (value: number | null) => (value === null ? '–' : format.tenth(value));
  const range = (low: number | null, high: number | null) =>
    low === null || high === null ? '–' : `${format.tenth(low)}–${format.tenth(high)}`;
  return scrollTable({
    label: messages.levelsTitle,
    name: 'suggested',
    columns: messages.levelsColumns,
    rows: items.map((each) =>
      tableRow([
        `${each.wardId} ${messages.shift(each.shiftId)}`,
        ...[number(each.rn), number(each.na), range(each.nursesP10, each.nursesP90)],
        ...[number(each.patients), number(each.minutesPerPatientHour)],
        each.normNeed === null
          ? '–'
          : `${number(each.normNeed)} (${range(each.normNeedP10, each.normNeedP90)})`,
        each.level === null ? '–' : `${format.percent(each.level.rnShare)} %`,
        each.level === null ? '–' : format.hundredth(each.level.k),
        basisText(each, fewest, messages, format),
      ]),
    ),
  });
}

function basisText(
  { hours, days, line }: Suggestion,
  fewest: SuggestedLevels['fewest'],
  messages: PlannerMessages,
  format: Format,
): string {
  const basis = messages.levelsBasis(hours, format.whole(hours), days, format.whole(days));
  if (line !== null) return basis;
  const isFew = hours < fewest.hours || days < fewest.days;
  const why = isFew ? messages.levelsFew(fewest.hours, fewest.days) : messages.levelsNobody;
  return `${basis}: ${why}`;
}

/** The wards with the lines to paste into them, as the site file has them; `null` if there are none. */
export function siteFileText(items: readonly Suggestion[]): string | null {
  const wardIds = [...new Set(items.map(({ wardId }) => wardId))];
  const wards = wardIds
    .map((wardId) => ({
      wardId,
      agreed: items.flatMap((each) => (each.wardId === wardId ? (each.line ?? []) : [])),
    }))
    .filter(({ agreed }) => agreed.length > 0);
  return wards.length === 0 ? null : JSON.stringify({ wards }, null, 2);
}
