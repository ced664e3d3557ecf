import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { ConnectionMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import type { LiveView } from './live.ts';

/** Data further than this from the server's clock gets a notice of its time. */
const APART_MS = 10 * 60_000;
const DAY_MS = 24 * 3_600_000;

/** How a screen that follows the wards live stands with its server. */
export interface Connection {
  readonly view: LiveView;
  /** When the screen was paused; `null` while it runs. */
  readonly pausedAt: number | null;
  /** Wards that are not out of date; `null` on a screen of one ward. */
  readonly current: number | null;
  readonly messages: ConnectionMessages;
  readonly format: Format;
}

/** True if the screen can no longer vouch for what it shows. */
export function isOld({ connection }: LiveView): boolean {
  return connection === 'silent' || connection === 'lost';
}

/** Live or not, the time, how many wards are current unless a source is silent, and of when the data is. */
export function connectionLine({
  view,
  pausedAt,
  current,
  messages,
  format,
}: Connection): TemplateResult {
  const { connection, now, wards, dataNow } = view;
  const isSilent = silence(view, messages, format) !== null;
  if (connection === 'forbidden') return html``;
  const apart = dataNow !== null && Math.abs(now - dataNow) > APART_MS;
  return html`<p class="connection">
    <span class="connection-state" data-connection=${pausedAt === null ? connection : nothing}>
      ${pausedAt === null ? connectionWord(view, messages) : messages.paused}
    </span>
    <time class="connection-time"
      ><span class="connection-date">${format.day(now)}</span>
      <span class="connection-clock">${format.clock(now)}</span></time
    >
    ${
      current === null || wards.length === 0
        ? nothing
        : isSilent
          ? html`<b class="connection-data">${messages.sourceSilent}</b>`
          : html`<span>${messages.current(`${current}`, `${wards.length}`)}</span>`
    }
    ${apart ? html`<b class="connection-data">${messages.dataFrom(format.dayAndClock(dataNow))}</b>` : nothing}
  </p>`;
}

/** What is wrong in one sentence, or nothing. */
export function connectionProblem({ view, pausedAt, messages, format }: Connection): string | null {
  const { connection, heardAt, now } = view;
  if (isOld(view)) {
    if (heardAt === null) return messages.neverHeard;
    const time = timeOf(heardAt, now, format);
    return connection === 'silent' ? messages.silentSince(time) : messages.lostSince(time);
  }
  return pausedAt === null
    ? silence(view, messages, format)
    : messages.pausedSince(format.clock(pausedAt));
}

/** Which sources of the hospital are silent, and since when. */
function silence(
  { silentSources, dataNow, now }: LiveView,
  messages: ConnectionMessages,
  format: Format,
): string | null {
  const texts = silentSources.flatMap(({ source, since }) => {
    // that nobody is rostered is said on each ward
    if (source === 'staffing') return [];
    return messages.silentSource[source](timeOf(Date.parse(since), dataNow ?? now, format));
  });
  return texts.length === 0 ? null : texts.join(' · ');
}

function timeOf(instant: number, now: number, format: Format): string {
  return now - instant < DAY_MS ? format.clock(instant) : format.dayAndClock(instant);
}

/** The same, to be seen across a room. */
export function connectionWarning(connection: Connection): TemplateResult | typeof nothing {
  const text = connectionProblem(connection);
  if (text === null) return nothing;
  const { view, messages } = connection;
  if (!isOld(view)) return html`<aside class="warning warning-calm"><b>${text}</b></aside>`;
  return html`<aside class="warning">
    ${icon('old')}<b>${text}</b>
    <span>${view.heardAt === null ? messages.retrying : messages.oldValues}</span>
  </aside>`;
}

/** Before the server knows anything of the wards it is loading, however well it can be heard. */
function connectionWord({ connection, dataNow }: LiveView, messages: ConnectionMessages): string {
  return connection === 'live' && dataNow === null ? messages.loading : messages[connection];
}
