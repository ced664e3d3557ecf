import type { WardNow } from '../../../schemas/ward-now.ts';
import { capital } from '../capital.ts';
import type { Format } from '../format.ts';
import type { WardMessages } from '../i18n/messages.ts';
import { figureOf, figuresOf } from '../parentheses.ts';
import { tenthOf } from '../shown-figure.ts';
import type { State } from '../status.ts';
import { boundsText } from './bounds-text.ts';

/** A figure of the head of a ward, with what it is of. */
export interface NowLine {
  readonly term: string;
  readonly figure: string;
  readonly unit: string | null;
  /** What stands below the figure. */
  readonly more: readonly string[];
  /** The figures that answer whether there are the people that are required. */
  readonly isMain: boolean;
}

export interface NowLinesModel {
  readonly ward: WardNow;
  readonly state: State;
  /** How old the newest input is, in words. */
  readonly age: string;
  readonly messages: WardMessages;
  readonly format: Format;
}

const NOTHING = '–';

/** How a ward stands: the people there and required, now, for the rest of the shift and by role; need; beds; data. */
export function nowLines(model: NowLinesModel): NowLine[] {
  return [
    now(model),
    ...rest(model),
    role(model, 'rn'),
    role(model, 'na'),
    need(model),
    ...load(model),
    beds(model),
    ...quality(model),
  ];
}

/** What the level of the ward is from, or how to set one; null where need is not known. */
export function basisText({ level, reason }: WardNow, messages: WardMessages): string | null {
  if (reason !== null) return null;
  if (level === null) return messages.noLevelHelp;
  return messages.basis[level.basis](level.validFrom, `${Math.round(level.rnShare * 100)}`);
}

function line(term: string, figure: string, rest: Partial<NowLine> = {}): NowLine {
  return { term, figure, unit: null, more: [], isMain: false, ...rest };
}

function now(model: NowLinesModel): NowLine {
  const { ward, messages, format } = model;
  const { gap, present, requiredNurses, normNurses, normLoad, usualLoad, reason } = ward;
  const figures = figuresOf(format, model.state);
  const term = messages.rightNow;
  const main = { isMain: true };
  if (gap !== null && requiredNurses !== null && present !== null) {
    const more = [messages.presentNeeds(figures.tenth(present), figures.tenth(requiredNurses))];
    return line(term, figureOf(format.signed(gap), model.state), { ...main, more });
  }
  if (requiredNurses !== null) {
    const figure = figures.tenth(requiredNurses);
    return line(term, figure, { ...main, unit: messages.needed, more: [unknownText(model)] });
  }
  if (normLoad !== null && usualLoad !== null && usualLoad.load > 0) {
    const figure = figureOf(`${format.percent(normLoad / usualLoad.load)} %`, model.state);
    return line(term, figure, { ...main, more: [messages.ofUsualLoad] });
  }
  if (normNurses !== null) {
    const figure = figures.tenth(normNurses);
    return line(term, figure, { ...main, unit: messages.norm });
  }
  const more = reason === null ? [] : [messages.reason[reason]];
  return line(term, NOTHING, { ...main, more });
}

/** What is not known of the staffing. */
function unknownText({ ward: { missingRoles }, messages }: NowLinesModel): string {
  const [role, ...more] = missingRoles;
  if (role === undefined || more.length > 0) return messages.staffingMissing;
  return messages.staffingMissingOf[role];
}

function rest(model: NowLinesModel): NowLine[] {
  const { ward, messages, format } = model;
  if (ward.restOfShift === null) return [];
  const { until, required, gap } = ward.restOfShift;
  const { tenth } = figuresOf(format, model.state);
  const term = capital(messages.untilTime(format.clock(Date.parse(until))));
  const more = [messages.onAverage(tenth(required + gap), tenth(required))];
  return [line(term, figureOf(format.signed(gap), model.state), { isMain: true, more })];
}

function role(model: NowLinesModel, of: 'rn' | 'na'): NowLine {
  const { ward, state, messages } = model;
  const format = figuresOf(model.format, state);
  const { requiredNurses, requiredRn, supply } = ward;
  const term = of === 'rn' ? messages.rnFull : messages.naFull;
  const present = supply?.[of] ?? null;
  const required =
    requiredNurses === null || requiredRn === null
      ? null
      : of === 'rn'
        ? requiredRn
        : requiredNurses - requiredRn;
  const missing = of === 'na' ? [] : minimum(model);
  if (present !== null && required !== null) {
    const isMean = of === 'rn' && hasRnChanged(ward);
    const say = isMean ? messages.onAverage : messages.presentNeeds;
    const text = say(format.tenth(present), format.tenth(required));
    return line(term, format.signed(present - required), {
      more: [text, ...missing],
    });
  }
  if (present !== null) {
    return line(term, format.tenth(present), { unit: messages.presentNow, more: missing });
  }
  const more = [messages.staffingMissing, ...missing];
  if (required === null) return line(term, NOTHING, { more });
  return line(term, format.tenth(required), { unit: messages.needed, more });
}

/** The least number of registered nurses, beside those who are there at this instant. */
function minimum({ ward, state, messages, format }: NowLinesModel): string[] {
  const figures = figuresOf(format, state);
  const { missingRn, minimumRn, presentRn } = ward;
  if (minimumRn === 0 || presentRn === null) return [];
  const least = messages.atLeast(format.tenths(minimumRn));
  if (missingRn === null) return [least];
  const missing = messages.rnMissingShort(missingRn, figures.tenths(missingRn));
  const there = `${figures.tenths(presentRn)} ${messages.outOf} ${least}: ${missing}`;
  return [hasRnChanged(ward) ? `${messages.atThisTime} ${there}` : there];
}

/** Whether the registered nurses who are there at this instant are not the mean of the hour that stands beside them. */
function hasRnChanged({ presentRn, supply }: WardNow): boolean {
  const mean = supply?.rn ?? null;
  return presentRn !== null && (mean === null || tenthOf(mean) !== tenthOf(presentRn));
}

function need({ ward, state, messages, format: plain }: NowLinesModel): NowLine {
  const format = figuresOf(plain, state);
  const { minutes, minutesLow, minutesHigh, normNurses, level, usualNeed } = ward;
  if (minutes === null) return line(messages.needMinutes, NOTHING);
  const bounds = boundsText(minutesLow, minutesHigh, plain.whole);
  const norm =
    level === null && normNurses !== null ? messages.normPersons(format.tenth(normNurses)) : null;
  const usual =
    usualNeed === null
      ? messages.noUsualNeedYet
      : usualNeed.minutes === 0
        ? null
        : messages.ofUsual(format.percent(minutes / usualNeed.minutes));
  const more = [bounds, norm, usual].filter((text) => text !== null).join(', ');
  return line(messages.needMinutes, format.whole(minutes), {
    unit: messages.minutes,
    more: [more],
  });
}

function load(model: NowLinesModel): NowLine[] {
  const { ward, messages, format } = model;
  if (ward.load === null) return [];
  const figure = figureOf(`${format.percent(ward.load)} %`, model.state);
  return [line(messages.loadNow, figure, { more: [messages.balanceAt] })];
}

function beds({ ward: { census, beds }, state, messages, format }: NowLinesModel): NowLine {
  const over = census === null ? 0 : census - beds;
  const taken = `${census === null ? NOTHING : format.whole(census)}/${format.whole(beds)}`;
  const figure = figureOf(taken, state);
  const more = over > 0 ? [figureOf(`+${messages.overBeds(format.whole(over))}`, state)] : [];
  return line(messages.patientsOfBeds, figure, { unit: messages.beds, more });
}

function quality({ ward: { coverage }, age, messages, format }: NowLinesModel): NowLine[] {
  const figure = coverage === null ? NOTHING : `${format.percent(coverage)} %`;
  return [
    line(messages.coverageTitle, figure, { more: [messages.coverageHelp] }),
    line(messages.freshness, age),
  ];
}
