import type { Micros } from '../../../schemas/instant.ts';
import { compareText } from './order.ts';

/** A fact as one version of something. */
interface Version {
  readonly recordedAt: Micros;
  readonly standing: string;
}

/**
 * The version that holds: the one recorded last. Of several recorded at one time one that withdraws comes last, then
 * the order of their content decides, so that the order of arrival does not.
 */
export function latest<Fact extends Version>(
  versions: readonly Fact[],
  isVoid: (fact: Fact) => boolean,
): Fact {
  return versions.reduce((held, fact) => {
    const difference =
      fact.recordedAt - held.recordedAt ||
      Number(isVoid(fact)) - Number(isVoid(held)) ||
      compareText(contentOf(fact), contentOf(held));
    return difference > 0 ? fact : held;
  });
}

/** What a fact says, without when it came: equal facts are one, however often they came. */
export function contentOf(fact: object): string {
  return JSON.stringify(fact, (name, value) => (name === 'receivedAt' ? undefined : sorted(value)));
}

function sorted(value: unknown): unknown {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareText(a, b)));
}
