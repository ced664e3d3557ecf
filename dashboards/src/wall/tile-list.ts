import { html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { WardNow } from '../../../schemas/ward-now.ts';
import type { Format } from '../format.ts';
import type { Lang } from '../i18n/languages.ts';
import type { State } from '../status.ts';
import { grid } from './grid.ts';
import type { Layout } from './layout.ts';

export interface TileList {
  readonly wards: readonly WardNow[];
  /** How the tiles fill the screen; `null` if they are scrolled to. */
  readonly layout: Layout | null;
  readonly label: string;
  readonly language: Lang;
  readonly format: Format;
  readonly stateOf: (ward: WardNow) => State;
  /** How old the newest input of a ward is, in words. */
  readonly ageOf: (ward: WardNow) => string;
}

/** A tile for each ward. */
export function tileList(list: TileList): TemplateResult {
  const { wards, layout, label, language, format, stateOf, ageOf } = list;
  return html`<ul
    class="tiles"
    role="list"
    aria-label=${label}
    ?data-filled=${layout !== null}
    ${grid(layout)}
  >
    ${repeat(
      wards,
      ({ wardId }) => wardId,
      (ward) => html`<li>
        <ward-tile
          .ward=${ward}
          .state=${stateOf(ward)}
          .age=${ageOf(ward)}
          .language=${language}
          .format=${format}
        ></ward-tile>
      </li>`,
    )}
  </ul>`;
}
