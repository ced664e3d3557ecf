import type { WireEvent } from '../../../schemas/ward-event.ts';
import { breakRecord } from './broken.ts';
import { MINUTE, utc } from './clock.ts';
import { corrected, delivery, type Moment } from './lateness.ts';
import type { ArrivalQueue } from './queue.ts';
import { Random, type RandomState } from './random.ts';

const AMENDED = 0.01;
const IN_ERROR = 0.003;
const WRONG_PATIENT = 0.06;
const REPLACED_AFTER = 5 * MINUTE;
const DUPLICATES = 0.005;
const BROKEN = 1 / 20_000;
const MISTAKEN_TRANSFERS = 1 / 40_000;

/** Where it stands. */
export interface DisturbanceState {
  readonly random: RandomState;
  readonly someoneElse: string;
  readonly added: number;
}

/**
 * What goes wrong between the bedside and the log, added to a stream that is right without it:
 * records amended, withdrawn (rosters are replaced), sent twice, or broken.
 */
export class Disturbance {
  readonly #random: Random;
  readonly #wardIds: readonly string[];
  #someoneElse: string;
  #added: number;

  /** @param state where another stood */
  constructor(seed: number, wardIds: readonly string[], state?: DisturbanceState) {
    this.#random = state === undefined ? new Random(seed, 3) : Random.resume(state.random);
    this.#wardIds = wardIds;
    this.#someoneElse = state?.someoneElse ?? '';
    this.#added = state?.added ?? 0;
  }

  get state(): DisturbanceState {
    const [random, someoneElse] = [this.#random.state, this.#someoneElse];
    return { random, someoneElse, added: this.#added };
  }

  /** Queues what follows from an event that has just been written. */
  follow(event: WireEvent, moment: Moment, queue: ArrivalQueue): void {
    const random = this.#random;
    const fate = random.unit();
    const isMove =
      event.type === 'admission' || event.type === 'transfer' || event.type === 'discharge';
    if (fate < AMENDED) this.#amend(event, moment, queue);
    else if (fate < AMENDED + IN_ERROR && !isMove) this.#withdraw(event, moment, queue);
    if (random.chance(DUPLICATES)) {
      queue.add(moment.arrives + random.whole(1, 240) * MINUTE, { event });
    }
    if (random.chance(BROKEN)) {
      const raw = breakRecord(event, random, `broken-${++this.#added}`);
      queue.add(moment.recorded + delivery(random), { raw });
    }
    if (event.type === 'observation') {
      if (random.chance(MISTAKEN_TRANSFERS)) this.#misplace(event, moment, queue);
      if (random.chance(0.02)) this.#someoneElse = event.encounterId;
    }
  }

  #amend(event: WireEvent, original: Moment, queue: ArrivalQueue): void {
    const random = this.#random;
    const content = { ...event, status: 'amended' } as WireEvent;
    let at = original.at;
    if (
      content.type === 'observation' &&
      random.chance(WRONG_PATIENT) &&
      this.#someoneElse !== ''
    ) {
      content.encounterId = this.#someoneElse;
    } else if (!correctContent(content, random)) at -= random.whole(1, 10) * MINUTE;
    const later = corrected(original, random, at);
    content.occurredAt = later.occurredAt;
    content.recordedAt = later.recordedAt;
    queue.add(later.arrives, { event: content });
  }

  #withdraw(event: WireEvent, original: Moment, queue: ArrivalQueue): void {
    const later = corrected(original, this.#random);
    const { recordedAt } = later;
    const withdrawn = { ...event, status: 'entered-in-error', recordedAt } as WireEvent;
    queue.add(later.arrives, { event: withdrawn });
    if (event.type === 'staffing') replace(event, later, queue);
  }

  /** A transfer that never happened, and its withdrawal. */
  #misplace(
    { encounterId }: Extract<WireEvent, { type: 'observation' }>,
    moment: Moment,
    queue: ArrivalQueue,
  ): void {
    const transfer: WireEvent = {
      id: `misplaced-${++this.#added}`,
      source: 'adt',
      type: 'transfer',
      encounterId,
      wardId: this.#random.pick(this.#wardIds),
      occurredAt: utc(moment.at),
      recordedAt: utc(moment.recorded),
    };
    queue.add(moment.arrives, { event: transfer });
    this.#withdraw(transfer, moment, queue);
  }
}

/** Sends a part of a roster that was withdrawn again, under another identity, as hospitals do: a ward is not left without. */
function replace(
  event: Extract<WireEvent, { type: 'staffing' }>,
  { recorded, arrives }: Moment,
  queue: ArrivalQueue,
): void {
  const again = { ...event, id: `${event.id}-again`, recordedAt: utc(recorded + REPLACED_AFTER) };
  queue.add(arrives + REPLACED_AFTER, { event: again });
}

/** Corrects what the event says; false where there is nothing to correct but its time. */
function correctContent(event: WireEvent, random: Random): boolean {
  if (random.chance(0.3)) return false;
  switch (event.type) {
    case 'observation':
      return correctValue(event, random);
    case 'task':
      if (event.minutes === undefined) return false;
      event.minutes += 5;
      return true;
    case 'medication':
      if (event.volumeMl === undefined) return false;
      event.volumeMl /= 2;
      return true;
    case 'staffing':
      if (event.headcount <= 1) return false;
      event.headcount--;
      return true;
    case 'judgement':
      event.value = Math.max(-3, event.value - 1);
      return true;
    default:
      return false;
  }
}

function correctValue(event: Extract<WireEvent, { type: 'observation' }>, random: Random): boolean {
  const { code, value } = event;
  if (code.startsWith('function.') && typeof value === 'number') {
    event.value = value === 4 ? 3 : value + 1;
  } else if (code === 'consciousness') event.value = value === 'A' ? 'C' : 'A';
  else if (event.unit !== undefined && typeof value === 'number') {
    event.value = Math.max(0, Math.round(value * random.between(0.9, 1.1)));
  } else return false;
  return true;
}
