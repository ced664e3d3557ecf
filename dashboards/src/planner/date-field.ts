import { html, nothing, type TemplateResult } from 'lit';
import { live } from 'lit/directives/live.js';
import { dateAfter } from '../site-time.ts';
import { FIRST_DATE, LAST_DATE, typedClock, typedDate } from './typed-date.ts';

export interface DateField {
  readonly label: string;
  /** What the button that opens the calendar is called. */
  readonly calendar: string;
  /** How it is written, as an example. */
  readonly example: string;
  /** `2026-11-27`, or with `isClock` `2026-11-27T07:00`. */
  readonly value: string;
  readonly isClock?: boolean;
  readonly choose: (value: string) => void;
}

/**
 * A date, or a date and a time, as text: written as ISO has it in every language, where a field of the browser follows
 * the browser's. The calendar is the browser's own. What is not a date stays in the field until it is one.
 */
export function dateField(field: DateField): TemplateResult {
  const { label, calendar, example, value, isClock = false } = field;
  const written = value.replace('T', ' ');
  return html`<div class="date-field">
    <label>
      ${label}
      <input
        type="text"
        class=${isClock ? 'date-text clock-text' : 'date-text'}
        inputmode="numeric"
        autocomplete="off"
        spellcheck="false"
        placeholder=${example}
        value=${written}
        .value=${written}
        @input=${accept}
        @change=${(event: Event) => take(event.target as HTMLInputElement, field)}
        @keydown=${(event: KeyboardEvent) => onKey(event, field)}
      />
      <span class="date-hint" role="alert">${example}</span>
    </label>
    ${
      'showPicker' in HTMLInputElement.prototype
        ? html`<button type="button" class="date-pick" aria-label=${calendar} @click=${openCalendar}>
            <svg viewBox="0 0 16 16" aria-hidden="true"><path d="M2 3.5h12v10.5H2zM2 6.5h12M5 1.5v3M11 1.5v3" fill="none" stroke="currentColor" stroke-width="1.5" /></svg>
          </button>
          <input
            type=${isClock ? 'datetime-local' : 'date'}
            class="date-native"
            tabindex="-1"
            aria-hidden="true"
            min=${isClock ? `${FIRST_DATE}T00:00` : FIRST_DATE}
            max=${isClock ? `${LAST_DATE}T23:59` : LAST_DATE}
            .value=${live(value)}
            @change=${(event: Event) => picked(event.target as HTMLInputElement, field)}
          />`
        : nothing
    }
  </div>`;
}

/** What is typed is judged when it is complete. */
function accept(event: Event): void {
  judge(event.target as HTMLInputElement, '');
}

function judge(input: HTMLInputElement, problem: string): void {
  input.setCustomValidity(problem);
  input.setAttribute('aria-invalid', String(problem !== ''));
}

function take(input: HTMLInputElement, { example, isClock = false, choose }: DateField): void {
  const value = (isClock ? typedClock : typedDate)(input.value);
  judge(input, value === null ? example : '');
  if (value === null) return;
  choose(value);
  // as it was chosen, which may be another date than the one that is typed
  requestAnimationFrame(() => {
    input.value = input.defaultValue;
  });
}

/** Up and down go a day on and back; Escape gives back what was chosen. */
function onKey(event: KeyboardEvent, { value, isClock = false, choose }: DateField): void {
  const input = event.target as HTMLInputElement;
  const days = { ArrowUp: 1, ArrowDown: -1 }[event.key] ?? 0;
  if (event.key === 'Escape') {
    input.value = input.defaultValue;
    judge(input, '');
  } else if (days !== 0 && input.value === input.defaultValue) {
    event.preventDefault();
    const date = dateAfter(value.slice(0, 10), days);
    if (date >= FIRST_DATE && date <= LAST_DATE) choose(isClock ? date + value.slice(10) : date);
  }
}

function openCalendar(event: Event): void {
  const button = event.currentTarget as HTMLElement;
  (button.nextElementSibling as HTMLInputElement).showPicker();
}

function picked({ validity, value }: HTMLInputElement, { choose }: DateField): void {
  if (validity.valid && value !== '') choose(value);
}
