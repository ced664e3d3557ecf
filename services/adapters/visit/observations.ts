import { formatInstant, type Micros } from '../../../schemas/instant.ts';
import { observationCode } from '../../../schemas/vocabulary.ts';
import type { DerivedEvent, Interpretation } from '../adapter.ts';
import type { Fact, ObservationFact, SourceValue } from '../facts.ts';
import { codeName, firstNamed } from '../mapping/codes.ts';
import { partsOf, readPresence, readValue, type Unread } from '../mapping/values.ts';
import { Notes } from '../notes.ts';
import { type Charted, chartedOf, kindOf, provides } from './charted.ts';
import { type ComaPart, comaLevels, isComaPart, isUntestable } from './coma.ts';
import type { VisitContext, WardAt } from './context.ts';
import { careNeeds, type NeedCharting } from './needs.ts';
import { isClockAhead, recordedAtOf } from './recorded.ts';
import { type Thinnable, thinned } from './thinning.ts';

/** An event of a value, with what decides if it is one too many. */
interface Value extends Thinnable {
  readonly event: DerivedEvent;
}

/**
 * Observations, care needs, tasks and assessments of a visit: a function of the set of its facts, whatever their order.
 * The caller decides if the visit counts.
 * @param wardAt the ward of the visit at a time, for channels that provide for some wards only
 */
export function interpretObservations(
  facts: readonly Fact[],
  context: VisitContext,
  wardAt: WardAt = () => null,
): Interpretation {
  return new Chart(context, wardAt).interpret(
    facts.filter((fact): fact is ObservationFact => fact.kind === 'observation'),
  );
}

class Chart {
  private readonly notes = new Notes();
  private readonly events: DerivedEvent[] = [];
  private readonly values: Value[] = [];
  private readonly needs: NeedCharting[] = [];
  private readonly comaParts: ComaPart[] = [];
  private readonly context: VisitContext;
  private readonly wardAt: WardAt;
  private due: Micros | null = null;

  constructor(context: VisitContext, wardAt: WardAt) {
    this.context = context;
    this.wardAt = wardAt;
  }

  interpret(facts: readonly ObservationFact[]): Interpretation {
    const { context, notes } = this;
    const later = (at: Micros) => {
      this.due = Math.min(this.due ?? at, at);
    };
    for (const charted of chartedOf(facts, context, { notes, later })) this.take(charted);
    this.takeComaLevels();
    const { kept, left } = thinned(this.values);
    for (const { code, channel } of left) notes.add('thinned', channel.name, { key: code });
    const needs = careNeeds(this.needs, context, { wardAt: this.wardAt, later });
    const events = [...this.events, ...kept.map(({ event }) => event), ...needs];
    events.sort((a, b) => (a.id < b.id ? -1 : 1));
    return { events, notes: notes.list(), due: this.due };
  }

  private take(charted: Charted): void {
    const { fact, channel, meaning } = charted;
    if (isClockAhead(fact)) this.notes.add('clock-ahead', channel.name);
    const { targets, entry } = meaning;
    if (targets.length === 1) {
      this.takeTarget(charted, targets[0]!, fact.value, []);
      return;
    }
    const parts = partsOf(fact.value, entry?.split ?? '', targets.length);
    if (parts === null) {
      this.problem(charted, { problem: 'not-a-number' });
      return;
    }
    for (const [index, part] of parts.entries()) {
      this.takeTarget(charted, targets[index]!, part, [index]);
    }
  }

  private takeTarget(
    charted: Charted,
    target: string,
    value: SourceValue,
    part: readonly number[],
  ): void {
    const { channel, at } = charted;
    if (target === 'ignore' || !provides(channel, kindOf(target), this.wardAt(at))) return;
    if (target.startsWith('care-need:')) this.takeNeed(charted, target.slice(10), value);
    else if (target.startsWith('task:')) this.takeTask(charted, target.slice(5), value, part);
    else if (target === 'transfusion') this.takeTransfusion(charted, value, part);
    else if (isComaPart(target)) this.takeComaPart(charted, target, value);
    else this.takeValue(charted, target, value, part);
  }

  private takeNeed(charted: Charted, code: string, value: SourceValue): void {
    const { fact, meaning } = charted;
    if (fact.until !== undefined && fact.until !== null && fact.until < charted.at) {
      this.notes.add('no-length', charted.channel.name, { key: codeName(fact.codes) });
      return;
    }
    const isStated = fact.until !== undefined;
    const read =
      isStated && value.type === 'none'
        ? { present: true }
        : readPresence(value, meaning.entry, isStated);
    if ('present' in read) this.needs.push({ code, charted, present: read.present });
    else this.problem(charted, read);
  }

  private takeTask(
    charted: Charted,
    code: string,
    value: SourceValue,
    part: readonly number[],
  ): void {
    const read = readPresence(value, charted.meaning.entry, true);
    if (!('present' in read)) this.problem(charted, read);
    else if (read.present) {
      this.events.push({ ...this.envelope(charted, 't', part), type: 'task', code });
    }
  }

  private takeTransfusion(charted: Charted, value: SourceValue, part: readonly number[]): void {
    const read = readPresence(value, charted.meaning.entry, true);
    if (!('present' in read)) this.problem(charted, read);
    else if (read.present) {
      const form = 'transfusion';
      this.events.push({ ...this.envelope(charted, 'r', part), type: 'medication', form });
    }
  }

  private takeComaPart(charted: Charted, part: ComaPart['part'], value: SourceValue): void {
    if (value.type === 'text' && value.text !== null && isUntestable(part, value.text)) {
      this.comaParts.push({ part, score: 'untestable', charted });
      return;
    }
    const read = readValue(part, value, rulesOf(charted));
    if (!('value' in read)) this.problem(charted, read);
    else if (typeof read.value === 'number') {
      this.comaParts.push({ part, score: read.value, charted });
    }
  }

  private takeComaLevels(): void {
    for (const { level, parts } of comaLevels(this.comaParts)) {
      const charted = parts.at(-1)!;
      const { channel, at } = charted;
      const event: DerivedEvent = {
        ...this.envelope({ ...charted, identity: [this.context.visit, 'coma', at] }, 'o', []),
        type: 'observation',
        code: 'consciousness',
        value: level,
      };
      const isUnvalidated = parts.some(({ fact }) => fact.standing === 'unvalidated');
      this.values.push({ event, id: event.id, code: 'consciousness', at, channel, isUnvalidated });
    }
  }

  private takeValue(
    charted: Charted,
    target: string,
    sent: SourceValue,
    part: readonly number[],
  ): void {
    const read = readValue(target, sent, rulesOf(charted));
    if (!('value' in read)) {
      this.problem(charted, read);
      return;
    }
    const { channel, at, fact } = charted;
    const { value } = read;
    const event = this.valueEvent(charted, target, value, part);
    const code = event.type === 'observation' ? event.code : target;
    const isUnvalidated = fact.standing === 'unvalidated';
    this.values.push({ event, id: event.id, code, at, channel, isUnvalidated });
  }

  private valueEvent(
    charted: Charted,
    target: string,
    value: number | boolean | string,
    part: readonly number[],
  ): DerivedEvent {
    const envelope = this.envelope(charted, charted.channel.kind === 'table' ? 'x' : 'o', part);
    if (target.startsWith('assessment:')) {
      const instrument = target.slice('assessment:'.length);
      return { ...envelope, type: 'assessment', instrument, total: Number(value) };
    }
    const code = target.startsWith('oxygen:') ? 'supplemental-oxygen' : target;
    const unit = observationCode(code)?.unit ?? null;
    return {
      ...envelope,
      type: 'observation',
      code,
      value,
      ...(typeof value === 'number' && unit !== null && { unit }),
    };
  }

  private envelope(charted: Charted, letter: string, part: readonly number[]) {
    const { border, visit } = this.context;
    return {
      id: border.eventId(letter, ...charted.identity, ...part),
      source: charted.channel.source,
      encounterId: visit,
      occurredAt: formatInstant(charted.at),
      recordedAt: formatInstant(recordedAtOf(charted.fact, charted.at)),
    };
  }

  private problem({ fact, channel }: Charted, found: Unread): void {
    if (!('problem' in found)) return;
    const { problem, unit, shown } = found;
    const display = firstNamed(fact.codes)?.display;
    this.notes.add(problem, channel.name, {
      key: codeName(fact.codes),
      ...(display !== undefined && display !== '' && { display }),
      ...(unit !== undefined && { unit }),
      ...(shown !== undefined && { value: shown }),
    });
  }
}

function rulesOf({ fact, channel, meaning }: Charted) {
  return { entry: meaning.entry, decimal: channel.decimal, units: fact.units };
}
