import { html, nothing, type TemplateResult } from 'lit';
import type { Format } from '../format.ts';
import type { WallMessages } from '../i18n/messages.ts';
import { countStates, type State } from '../status.ts';
import type { Part, Totals } from './totals.ts';

export interface TotalsStrip {
  readonly parts: readonly Part[];
  /** The division whose wards are shown; null for all. */
  readonly division: string | null;
  readonly messages: WallMessages;
  readonly format: Format;
  readonly onDivision: (division: string | null) => void;
}

/** All wards that the user may see, and each division: the difference in persons, and what it is made of. */
export function totalsStrip({
  parts: [all, ...divisions],
  division,
  messages,
  format,
  onDivision,
}: TotalsStrip): TemplateResult | typeof nothing {
  // one ward is no sum
  if (all === undefined || all.totals.counted + all.totals.uncounted.length < 2) return nothing;
  return html`<section class="totals" aria-label=${messages.totals}>
    <p class="total">
      <span class="total-name">${messages.total}</span>
      ${sum(all.totals, messages, format)}
      <span class="total-words">${totalsSentence(all.totals, messages, format)}</span>
    </p>
    ${
      divisions.length === 0
        ? nothing
        : html`<div class="divisions" role="group" aria-label=${messages.divisions}>
            ${divisions.map(
              (part) => html`<button
                class="total"
                aria-pressed=${part.division === division}
                @click=${() => onDivision(part.division === division ? null : part.division)}
              >
                <span class="total-name">${messages.totalOf(part.division ?? '')}</span>
                ${sum(part.totals, messages, format)}
              </button>`,
            )}
          </div>`
    }
  </section>`;
}

function sum(
  { counted, gap, present, required }: Totals,
  messages: WallMessages,
  format: Format,
): TemplateResult {
  if (counted === 0) return html`<b class="total-gap">–</b>`;
  return html`<b class="total-gap">${format.signed(gap)}</b>
    <span class="total-parts"
      ><b>${format.tenth(present)}</b> ${messages.present} · ${messages.requires}
      <b>${format.tenth(required)}</b></span
    >`;
}

/** Which wards lack somebody, over how many that can be said, and how many tiles are led by another span than the sum. */
export function totalsSentence(
  { counted, uncounted, short, tight, ledUntil }: Totals,
  messages: WallMessages,
  format: Format,
): string {
  const lacking = [
    ...(short === 0 ? [] : [messages.wardsShort(short)]),
    ...(tight === 0 ? [] : [messages.wardsTight(tight)]),
  ];
  if (counted === 0 && lacking.length === 0)
    return messages.noneCounted(reasons(uncounted, messages));
  const [until] = ledUntil;
  return [
    lacking.length === 0 ? messages.nobodyMissing(counted) : lacking.join(', '),
    ...(uncounted.length === 0 ? [] : [messages.uncounted(uncounted.length)]),
    ...(until === undefined
      ? []
      : [messages.ledUntil(ledUntil.length, messages.untilTime(format.clock(Date.parse(until))))]),
  ].join(' · ');
}

/** Why wards are in no sum, with how many where there is more than one reason. */
function reasons(states: readonly State[], messages: WallMessages): string {
  const counts = Object.entries(countStates(states)) as [State, number][];
  const there = counts.filter(([, count]) => count > 0);
  return there
    .map(([state, count]) => {
      const word = messages.states[state].toLowerCase();
      return there.length === 1 ? word : `${word} ${count}`;
    })
    .join(', ');
}
