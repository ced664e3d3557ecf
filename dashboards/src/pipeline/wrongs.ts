import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { freshnessOf, isLacking } from './freshness.ts';
import type { Health } from './health.ts';
import { unplacedCount } from './unplaced-order.ts';

/** Something to see to, and the section of the page that has it. */
export interface Wrong {
  readonly part: 'silences' | 'wards' | 'unplaced' | 'letters';
  readonly count: number;
}

/**
 * What is wrong, the most urgent first: sources that are silent in the hospital, wards without current inputs, stays and
 * events that found no place, then rejected records.
 * @param letters records in the dead-letter queue
 */
export function wrongsOf(
  { silentSources, wards, unplaced }: Pick<Health, 'silentSources' | 'wards' | 'unplaced'>,
  letters: number,
): Wrong[] {
  const lacking = wards.filter((ward) => isLacking(freshnessOf(ward))).length;
  const all: Wrong[] = [
    { part: 'silences', count: silentSources.length },
    { part: 'wards', count: lacking },
    { part: 'unplaced', count: unplacedCount(unplaced) },
    { part: 'letters', count: letters },
  ];
  return all.filter(({ count }) => count > 0);
}

/** The same as a list that leads to the sections; nothing if nothing is wrong. */
export function wrongList(
  wrongs: readonly Wrong[],
  messages: PipelineMessages,
  format: Format,
): TemplateResult | typeof nothing {
  if (wrongs.length === 0) return nothing;
  return html`<h3>${messages.toSeeTo}</h3>
    <ul class="wrongs">
      ${wrongs.map(({ part, count }) => html`<li><a href="#${part}">${messages.wrong[part](count, format.whole(count))}</a></li>`)}
    </ul>`;
}
