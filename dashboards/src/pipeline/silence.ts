import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { PipelineMessages } from '../i18n/messages.ts';
import { type Health, SOURCES, type SourceName } from './health.ts';

const DAY_MS = 24 * 3_600_000;

/** A source that is silent, in the hospital or on some of its wards. */
export interface Silence {
  readonly source: SourceName;
  /** When the last of it came to the hospital; `null` if it comes to other wards. */
  readonly since: string | null;
  /** The wards on which it is silent, and since when, the longest silence first. */
  readonly wards: readonly { readonly wardId: string; readonly since: string }[];
}

/** Sources that are silent, those of the hospital first. */
export function silencesOf({
  silentSources,
  wards,
}: Pick<Health, 'silentSources' | 'wards'>): Silence[] {
  const all = SOURCES.map((source) => ({
    source,
    since: silentSources.find((each) => each.source === source)?.since ?? null,
    wards: wards
      .flatMap(({ wardId, silentSources }) =>
        silentSources
          .filter((each) => each.source === source)
          .map(({ since }) => ({ wardId, since })),
      )
      .toSorted((a, b) => Date.parse(a.since) - Date.parse(b.since)),
  }));
  const silent = all.filter(({ since, wards }) => since !== null || wards.length > 0);
  return [
    ...silent.filter(({ since }) => since !== null),
    ...silent.filter(({ since }) => since === null),
  ];
}

/** The same as a list: what is silent, since when, and on which wards; nothing if all sources are heard. */
export function silenceList(
  silences: readonly Silence[],
  dataNow: number,
  messages: PipelineMessages,
  format: Format,
): TemplateResult | typeof nothing {
  if (silences.length === 0) return nothing;
  const at = (instant: string) => {
    const time = Date.parse(instant);
    return Math.abs(dataNow - time) < DAY_MS ? format.clock(time) : format.dayAndClock(time);
  };
  return html`<h3>${messages.silent}</h3>
    <dl class="silences" id="silences">
      ${silences.map(({ source, since, wards }) => {
        const where = wards.map(({ wardId, since }) =>
          messages.silentWard(source, wardId, at(since)),
        );
        return html`<dt>${messages[source]}</dt>
          <dd>
            ${since === null ? nothing : html`<b>${messages.silentInHospital(source, at(since))}</b>`}
            ${where.length === 0 ? nothing : html`<span>${messages.silentOn(where.join(', '))}</span>`}
          </dd>`;
      })}
    </dl>
    <p class="soft">${messages.silentHelp}</p>`;
}
