import type { WardNow } from '../../../schemas/ward-now.ts';
import { differenceOf } from '../difference.ts';
import type { Format } from '../format.ts';
import type { WallMessages } from '../i18n/messages.ts';
import { figureOf } from '../parentheses.ts';
import type { State } from '../status.ts';

/** What stands largest on a tile. */
export interface Headline {
  /** For a screen reader. */
  readonly label: string;
  readonly figure: string;
  /** What the figure is of, where that is not the difference in persons now. */
  readonly unit: string | null;
  /** The figure is need itself, and no comparison. */
  readonly isNeed?: boolean;
}

interface HeadlineModel {
  readonly ward: WardNow;
  readonly state: State;
  readonly messages: WallMessages;
  readonly format: Format;
}

/**
 * The figure that a ward is led by: the difference in persons where it is known, else need as a share of what is
 * usual, else the persons that are required. In parentheses where it is old or of too few inputs.
 */
export function headlineOf(model: HeadlineModel): Headline {
  const headline = ledBy(model);
  return { ...headline, figure: figureOf(headline.figure, model.state) };
}

const NOTHING = '–';

/** Registered nurses are missing one by one: −1, and not −1,0. */
const whole = (text: string) => text.replace(/[.,]0$/, '');

function ledBy({ ward, state, messages, format }: HeadlineModel): Headline {
  if (state === 'no-patients') {
    return { label: messages.patients, figure: '0', unit: messages.patients };
  }
  const difference = differenceOf(ward, state);
  if (difference !== null) {
    const { of, value, until } = difference;
    // of these the word of the state has it
    const isSaid = until === null || state === 'short' || state === 'room';
    const clock = isSaid ? null : messages.untilTime(format.clock(Date.parse(until)));
    return of === 'rn'
      ? { label: messages.differenceRn, figure: whole(format.signed(value)), unit: messages.rn }
      : { label: messages.difference, figure: format.signed(value), unit: clock };
  }
  const { normLoad, usualLoad, requiredNurses, normNurses } = ward;
  if (ward.level === null && normLoad !== null && usualLoad !== null && usualLoad.load > 0) {
    const figure = format.percent(normLoad / usualLoad.load);
    return { label: messages.usualShare, figure, unit: messages.ofUsual };
  }
  if (requiredNurses !== null) {
    const figure = format.tenth(requiredNurses);
    return { label: messages.requiresFull, figure, unit: messages.needed, isNeed: true };
  }
  if (normNurses !== null) {
    const figure = format.tenth(normNurses);
    return { label: messages.normFull, figure, unit: messages.norm, isNeed: true };
  }
  return { label: messages.difference, figure: NOTHING, unit: null };
}
