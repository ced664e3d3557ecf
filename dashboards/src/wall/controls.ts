import { html, type TemplateResult } from 'lit';
import type { WallMessages } from '../i18n/messages.ts';
import { icon } from '../icons.ts';
import { STATES, type State } from '../status.ts';
import type { Filter } from './filter.ts';

/** How the tiles are arranged. */
export const ORDERS = ['fixed', 'deviation'] as const;
export type Order = (typeof ORDERS)[number];

export interface Controls {
  readonly counts: Readonly<Record<State, number>>;
  readonly filter: Filter;
  /** Kinds of ward there are to choose from. */
  readonly types: readonly string[];
  readonly order: Order;
  readonly isPaused: boolean;
  readonly isKiosk: boolean;
  readonly messages: WallMessages;
  readonly onFilter: (filter: Filter) => void;
  readonly onOrder: (order: Order) => void;
  readonly onPause: () => void;
  readonly onKiosk: () => void;
}

/** Counted also where no ward is in them. */
const ALWAYS: readonly State[] = ['short', 'tight', 'balanced', 'room'];

/** How many wards are in each state; pressed, only those are shown. */
export function stateCounts({ counts, filter, messages, onFilter }: Controls): TemplateResult {
  const toggle = (state: State) =>
    onFilter({ ...filter, state: filter.state === state ? null : state });
  return html`<div class="counts" role="group" aria-label=${messages.counts}>
    ${STATES.filter(
      (state) => ALWAYS.includes(state) || counts[state] > 0 || filter.state === state,
    ).map(
      (state) => html`<button
        data-state=${state}
        ?data-none=${counts[state] === 0}
        aria-pressed=${filter.state === state}
        @click=${() => toggle(state)}
      >
        ${icon(state)} ${messages.states[state]} <b>${counts[state]}</b>
      </button>`,
    )}
  </div>`;
}

/** Which wards, in which order, and whether they move. */
export function controls(model: Controls): TemplateResult {
  const { filter, types, order, isPaused, isKiosk, messages } = model;
  return html`<div class="controls">
    <select
      aria-label=${messages.type}
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        model.onFilter({ ...filter, type: value === '' ? null : value });
      }}
    >
      <option value="" ?selected=${filter.type === null}>${messages.everyType}</option>
      ${types.map(
        (type) => html`<option value=${type} ?selected=${type === filter.type}>
          ${messages.wardType(type)}
        </option>`,
      )}
    </select>
    <div class="choice" role="group" aria-label=${messages.order}>
      ${ORDERS.map(
        (value) => html`<button
          aria-pressed=${value === order}
          @click=${() => model.onOrder(value)}
        >
          ${messages[value]}
        </button>`,
      )}
    </div>
    <button class="choice-pause" @click=${model.onPause}>
      ${isPaused ? messages.resume : messages.pause}
    </button>
    <button class="choice-kiosk" @click=${model.onKiosk}>
      ${isKiosk ? messages.leaveKiosk : messages.kiosk}
    </button>
  </div>`;
}
