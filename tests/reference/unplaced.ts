/** What found no place, naively: each event is looked at by itself, beside the whole course. */
import type { Site } from '../../schemas/site.ts';
import { placeOf } from './escort.ts';
import { hours } from './grid.ts';
import { type ClinicalEvent, type Encounter, encountersOf, type Logged } from './log.ts';
import { parametersOf } from './parameters.ts';
import { courseOf } from './stays.ts';

/** Stays that ended by themselves: encounter, ward, and when. */
export interface PresumedLeft {
  readonly encounterId: string;
  readonly wardId: string;
  readonly leftAt: number;
}

/** Open stays that no event came for in so long that the patient is presumed to have left. */
export function presumedLeft(log: readonly Logged[], site: Site): PresumedLeft[] {
  const silence = site.switches.silentStayDays * hours(24);
  return encountersOf(log).flatMap(({ encounterId, events, streamTime }) => {
    const open = courseOf(events, silence).stays.find(({ end }) => end === Infinity);
    const leftAt = Math.max(...events.map(({ occurredAt }) => occurredAt)) + silence;
    return open === undefined || leftAt > streamTime
      ? []
      : [{ encounterId, wardId: open.wardId, leftAt }];
  });
}

/** Moves that changed nothing. */
export function movesWithoutEffect(log: readonly Logged[]): ClinicalEvent[] {
  return encountersOf(log).flatMap(({ events }) => courseOf(events, hours(24)).idle);
}

/** Known observations, tasks, medications and needs while the encounter had no stay. */
export function orphans(
  log: readonly Logged[],
  site: Site,
  isKnown: (event: ClinicalEvent) => boolean,
) {
  const { escortGrace } = parametersOf(site);
  return encountersOf(log).flatMap(({ events }: Encounter) => {
    const course = courseOf(events, hours(24));
    const { stays } = course;
    const hasPlace = (event: ClinicalEvent) =>
      event.type === 'task' &&
      event.code === 'escort' &&
      placeOf(event.occurredAt, course, escortGrace) !== null;
    return events
      .filter((event) => !isMove(event) && isKnown(event) && !hasPlace(event))
      .filter(
        ({ type, occurredAt: at }) =>
          !stays.some(
            ({ start, end }) => start <= at && (at < end || (at === end && type !== 'task')),
          ),
      );
  });
}

const MOVES = ['admission', 'transfer', 'discharge', 'leave.start', 'leave.end'];

function isMove({ type }: ClinicalEvent): boolean {
  return MOVES.includes(type);
}
