import { consciousness, type Glasgow } from '../../../pipelines/sources/mimic-iii/consciousness.ts';
import { groupedBy } from '../grouped-by.ts';
import { COMA } from '../mapping/codes.ts';
import { sameWord } from '../mapping/words.ts';
import type { Charted } from './charted.ts';

/** A part of the coma scale as charted. */
export interface ComaPart {
  readonly part: keyof typeof COMA;
  readonly score: number | 'untestable';
  readonly charted: Charted;
}

/** A level of consciousness from the parts charted at one moment. */
export interface ComaLevel {
  readonly level: string;
  readonly parts: readonly Charted[];
}

/** How a verbal response that cannot be tested is written: not testable, or a tube. */
const UNTESTABLE = new Set(['nt', 't', '1t']);

export function isComaPart(target: string): target is keyof typeof COMA {
  return Object.hasOwn(COMA, target);
}

/** True for a verbal response of a patient who cannot speak for a tube. */
export function isUntestable(part: keyof typeof COMA, text: string): boolean {
  return part === 'coma:verbal' && UNTESTABLE.has(sameWord(text));
}

/** One level a moment and source. Of several scores of one part the one recorded last counts. */
export function comaLevels(parts: readonly ComaPart[]): ComaLevel[] {
  const moments = groupedBy(parts, ({ charted }) =>
    JSON.stringify([charted.channel.source, charted.at]),
  );
  return [...moments.values()].flatMap((moment) => {
    const glasgow: Glasgow = {};
    const inOrder = moment.toSorted(
      (a, b) =>
        a.charted.fact.recordedAt - b.charted.fact.recordedAt || (orderOf(a) < orderOf(b) ? -1 : 1),
    );
    for (const { part, score } of inOrder) {
      const name = COMA[part];
      if (name === 'verbal') glasgow.verbal = score;
      else if (score !== 'untestable') glasgow[name] = score;
    }
    const level = consciousness(glasgow);
    return level === null ? [] : [{ level, parts: inOrder.map(({ charted }) => charted) }];
  });
}

function orderOf({ charted }: ComaPart): string {
  return JSON.stringify(charted.identity);
}
