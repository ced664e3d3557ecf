import { round } from '../../../pipelines/sources/mimic-iii/event.ts';
import { isContinuous, repeatedDoses } from '../../../pipelines/sources/repeated-doses.ts';
import {
  formatInstant,
  MICROS_PER_DAY,
  MICROS_PER_HOUR,
  MICROS_PER_MINUTE,
  type Micros,
} from '../../../schemas/instant.ts';
import type { DerivedEvent, Interpretation } from '../adapter.ts';
import type { Fact, MedicationFact } from '../facts.ts';
import { groupedBy } from '../grouped-by.ts';
import { codeName, firstNamed } from '../mapping/codes.ts';
import { atcOf, isBloodCode } from '../mapping/drugs.ts';
import { parseDecimal } from '../mapping/numbers.ts';
import { routeOf } from '../mapping/routes.ts';
import type { Channel } from '../mapping/schema.ts';
import { converted, unitOf } from '../mapping/units.ts';
import { Notes } from '../notes.ts';
import { distinct, provides } from './charted.ts';
import type { VisitContext, WardAt } from './context.ts';
import { formOf } from './medication-form.ts';
import { isClockAhead, recordedAtOf } from './recorded.ts';
import { latest } from './versions.ts';

/** Something that was given: its last version, or the parts of one infusion whose rate changed. */
interface Given {
  readonly fact: MedicationFact;
  readonly channel: Channel;
  readonly start: Micros;
  readonly end: Micros | null;
  readonly volumeMl: number | null;
}

/** Decimals of a volume, as the importer has them. */
const VOLUME_DIGITS = 2;
const LARGEST_ML = 100_000;

/**
 * Medication events of a visit, one for each administration: a function of the set of its facts, whatever their order.
 * What runs on is published again every eight hours. The caller decides if the visit counts.
 * @param wardAt the ward of the visit at a time, for channels that provide for some wards only
 */
export function interpretMedication(
  facts: readonly Fact[],
  context: VisitContext,
  wardAt: WardAt = () => null,
): Interpretation {
  const notes = new Notes();
  const events: DerivedEvent[] = [];
  let due: Micros | null = null;
  const later = (at: Micros) => {
    due = Math.min(due ?? at, at);
  };
  const medications = facts.filter((fact): fact is MedicationFact => fact.kind === 'medication');
  for (const given of joined(administrations(medications, context, notes), context)) {
    if (!provides(given.channel, 'medications', wardAt(given.start))) continue;
    if (given.start > context.now) {
      notes.add('in-future', given.channel.name);
      later(given.start);
      continue;
    }
    if (isClockAhead(given.fact)) notes.add('clock-ahead', given.channel.name);
    events.push(...eventsOf(given, context, notes, later));
  }
  events.sort((a, b) => (a.id < b.id ? -1 : 1));
  return { events, notes: notes.list(), due };
}

/** The versions that hold, of what was given. */
function administrations(
  facts: readonly MedicationFact[],
  { mapping, visit }: VisitContext,
  notes: Notes,
): Given[] {
  const channels = new Map(mapping.channels.map((one) => [one.name, one]));
  const provided = distinct(facts).flatMap((fact) => {
    const channel = channels.get(fact.channel);
    return channel?.provides.includes('medications') ? [{ fact, channel }] : [];
  });
  const versions = groupedBy(provided, ({ fact, channel }) => {
    return JSON.stringify([channel.source, ...identityOf(fact, visit)]);
  });
  return [...versions.values()].flatMap((group): Given[] => {
    const fact = latest(
      group.map((version) => version.fact),
      ({ standing }) => standing === 'withdrawn',
    );
    const { channel } = group.find((version) => version.fact === fact)!;
    if (fact.standing !== 'given') return [];
    if (typeof fact.start !== 'number') {
      noteDrug(fact, channel, fact.start, notes);
      return [];
    }
    const { start, end } = fact;
    const isPeriod = end === null || end >= start;
    if (!isPeriod) noteDrug(fact, channel, 'no-length', notes);
    return [
      { fact, channel, start, end: isPeriod ? end : null, volumeMl: volumeOf(fact, channel) },
    ];
  });
}

/** Without an order number the drug of the visit stands in for it. */
function identityOf(fact: MedicationFact, visit: string): (string | number)[] {
  const { identity, identifiedByTime, drugs, start } = fact;
  const order = identity[0] === '' ? [visit, codeName(drugs)] : [];
  return [...order, ...identity, ...(identifiedByTime === false ? [] : [start])];
}

/** Rate changes of one infusion: parts of one administration of one drug that follow each other are one. */
function joined(given: readonly Given[], { mapping }: VisitContext): Given[] {
  const groups = groupedBy(given, ({ fact, channel }) =>
    JSON.stringify([channel.source, ...fact.identity, codeName(fact.drugs)]),
  );
  return [...groups.values()].flatMap((parts) => {
    const { identity, routes } = parts[0]!.fact;
    if (identity[0] === '' || routeOf(routes, mapping) !== 'iv') return parts;
    const whole: Given[] = [];
    for (const part of parts.toSorted((a, b) => a.start - b.start)) {
      const open = whole.at(-1);
      if (open?.end == null || part.start > open.end) whole.push(part);
      else whole[whole.length - 1] = together(open, part);
    }
    return whole;
  });
}

function together(first: Given, next: Given): Given {
  const end = next.end === null ? null : Math.max(first.end!, next.end);
  const volumes = [first.volumeMl, next.volumeMl].filter((volume) => volume !== null);
  const volumeMl = volumes.length === 0 ? null : volumes.reduce((sum, volume) => sum + volume);
  const later = next.fact.recordedAt > first.fact.recordedAt ? next.fact : first.fact;
  const { recordedAt, receivedAt } = later;
  return { ...first, fact: { ...first.fact, recordedAt, receivedAt }, end, volumeMl };
}

function volumeOf({ amount, unit }: MedicationFact, channel: Channel): number | null {
  const value = parseDecimal(amount, channel.decimal);
  const known = unitOf('mL', unit);
  if (value === null || known === undefined) return null;
  const volume = converted(value, known);
  return volume >= 0 && volume <= LARGEST_ML ? volume : null;
}

function eventsOf(
  given: Given,
  context: VisitContext,
  notes: Notes,
  later: (at: Micros) => void,
): DerivedEvent[] {
  const { fact, channel, start, end, volumeMl } = given;
  const { mapping, now } = context;
  const atc = atcOf(fact.drugs, mapping);
  const isBlood = fact.isBlood || isBloodCode(fact.drugs);
  const route = routeOf(fact.routes, mapping);
  const minutes = end === null ? null : (end - start) / MICROS_PER_MINUTE;
  const found = formOf({ isBlood, atc, route, minutes, volumeMl }, mapping);
  if ('nothing' in found) return [];
  if ('lacks' in found) {
    if (found.lacks === 'unmapped-route') noteRoute(fact, channel, notes);
    else noteDrug(fact, channel, found.lacks, notes);
    return [];
  }
  if (atc === null && !isBlood) noteDrug(fact, channel, 'unmapped-drug', notes);
  if ('task' in found) {
    return [{ ...envelope(given, context, 0, start), type: 'task', code: found.task }];
  }
  const { form } = found;
  const duration = end === null ? 0 : end - start;
  const isOrder = duration > MICROS_PER_DAY && isContinuous(form);
  if (isOrder) noteDrug(fact, channel, 'long-period', notes);
  return repeatedDoses(form, isOrder ? 0 : duration, MICROS_PER_HOUR).flatMap(
    ({ after, share }, part): DerivedEvent[] => {
      const occurredAt = start + after;
      if (occurredAt > now) {
        later(occurredAt);
        return [];
      }
      return [
        {
          ...envelope(given, context, part, occurredAt),
          type: 'medication',
          form,
          ...(volumeMl !== null && { volumeMl: round(volumeMl * share, VOLUME_DIGITS) }),
          ...(atc !== null && { code: atc }),
        },
      ];
    },
  );
}

function envelope(
  { fact, channel }: Given,
  { border, visit }: VisitContext,
  part: number,
  occurredAt: Micros,
) {
  const letter = channel.kind === 'table' ? 'x' : 'r';
  return {
    id: border.eventId(letter, ...identityOf(fact, visit), part),
    source: channel.source,
    encounterId: visit,
    occurredAt: formatInstant(occurredAt),
    recordedAt: formatInstant(recordedAtOf(fact, occurredAt)),
  };
}

function noteDrug(
  { drugs }: MedicationFact,
  channel: Channel,
  reason: Parameters<Notes['add']>[0],
  notes: Notes,
): void {
  const display = firstNamed(drugs)?.display;
  const key = drugs.length === 0 ? '' : codeName(drugs);
  notes.add(reason, channel.name, { key, ...(display && { display }) });
}

function noteRoute({ routes }: MedicationFact, channel: Channel, notes: Notes): void {
  const display = firstNamed(routes)?.display;
  const key = routes.length === 0 ? '' : codeName(routes);
  notes.add('unmapped-route', channel.name, { key, ...(display && { display }) });
}
