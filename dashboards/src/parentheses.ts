import type { Format } from './format.ts';
import { isSound, type State } from './status.ts';

/**
 * A figure of a ward: in parentheses if the ward is old, or of too few inputs. Every figure of such a ward is, except those
 * that say how good its inputs are.
 */
export function figureOf(text: string, state: State): string {
  return isSound(state) || text === '–' ? text : `(${text})`;
}

/** A format that writes numbers as figures of a ward. */
export function figuresOf(format: Format, state: State): Format {
  if (isSound(state)) return format;
  return {
    ...format,
    whole: (value) => figureOf(format.whole(value), state),
    tenths: (value) => figureOf(format.tenths(value), state),
    tenth: (value) => figureOf(format.tenth(value), state),
    signed: (value) => figureOf(format.signed(value), state),
    percent: (share) => figureOf(format.percent(share), state),
  };
}
