import { randomInt } from 'node:crypto';

const SHARD_BITS = 8;
const WITHIN_SHARD = 2 ** (32 - SHARD_BITS);
const FEWEST_SLOTS = 16;
const FULLEST = 0.8;
const GROWTH = 1.5;
const LARGEST_PLACE = 0xffff;

/** A hash table in plain numbers, of open addressing; a mark of 0 is a free slot. */
interface Shard {
  marks: Uint32Array;
  places: Uint16Array;
  size: number;
}

/**
 * Where identities may be in the log: for each its deliveries, or those beside them. Says too many places where two
 * identities look alike (in 32 of their 64 bits), never too few. Takes at most 12 bytes an entry.
 *
 * An identity is given by one half of its hash. A place is a range of deliveries, of 2^`shift`. Shards grow one by one, so
 * that no addition takes long.
 */
export class IdentityTable {
  private readonly shards: Shard[] = Array.from({ length: 2 ** SHARD_BITS }, () => ({
    marks: new Uint32Array(FEWEST_SLOTS),
    places: new Uint16Array(FEWEST_SLOTS),
    size: 0,
  }));
  /** Which slot an identity has is no sender's to choose. */
  private readonly factor = randomInt(2 ** 31) * 2 + 1;
  private shift = 0;

  get size(): number {
    return this.shards.reduce((sum, { size }) => sum + size, 0);
  }

  /** Bytes of the table. */
  get bytes(): number {
    return this.shards.reduce(
      (sum, { marks, places }) => sum + marks.byteLength + places.byteLength,
      0,
    );
  }

  /** Adds an identity in a delivery if it is in none; otherwise adds its places to a set. Returns whether it was new. */
  addNew(identity: number, delivery: number, places: Set<number>): boolean {
    const { mark, hash, shard } = this.home(identity);
    const { marks, places: found } = shard;
    let isNew = true;
    let slot = slotOf(hash, marks.length);
    for (; marks[slot] !== 0; slot = after(slot, marks)) {
      if (marks[slot] !== mark) continue;
      places.add(found[slot]!);
      isNew = false;
    }
    if (isNew) this.put(shard, slot, mark, this.placeOf(delivery));
    return isNew;
  }

  /** Adds an identity in a delivery, where it may be already. */
  add(identity: number, delivery: number): void {
    const place = this.placeOf(delivery);
    const { mark, hash, shard } = this.home(identity);
    const { marks, places } = shard;
    let slot = slotOf(hash, marks.length);
    for (; marks[slot] !== 0; slot = after(slot, marks)) {
      if (marks[slot] === mark && places[slot] === place) return;
    }
    this.put(shard, slot, mark, place);
  }

  /** The deliveries of places, in order. */
  deliveriesOf(places: ReadonlySet<number>): number[] {
    const width = 2 ** this.shift;
    return [...places]
      .sort((a, b) => a - b)
      .flatMap((place) => Array.from({ length: width }, (_, at) => place * width + at));
  }

  private home(identity: number) {
    const mark = identity >>> 0 || 1;
    const hash = Math.imul(mark, this.factor) >>> 0;
    return { mark, hash, shard: this.shards[hash >>> (32 - SHARD_BITS)]! };
  }

  private placeOf(delivery: number): number {
    while (delivery >> this.shift > LARGEST_PLACE) this.widen();
    return delivery >> this.shift;
  }

  private put(shard: Shard, slot: number, mark: number, place: number): void {
    shard.marks[slot] = mark;
    shard.places[slot] = place;
    shard.size++;
    if (shard.size > shard.marks.length * FULLEST) this.grow(shard);
  }

  /** Makes each place a range of twice as many deliveries. */
  private widen(): void {
    this.shift++;
    for (const { places } of this.shards) {
      for (let slot = 0; slot < places.length; slot++) places[slot]! >>= 1;
    }
  }

  private grow(shard: Shard): void {
    const { marks, places } = shard;
    const slots = Math.ceil(marks.length * GROWTH);
    const grown = { marks: new Uint32Array(slots), places: new Uint16Array(slots) };
    for (let from = 0; from < marks.length; from++) {
      const mark = marks[from]!;
      if (mark === 0) continue;
      let slot = slotOf(Math.imul(mark, this.factor) >>> 0, slots);
      while (grown.marks[slot] !== 0) slot = after(slot, grown.marks);
      grown.marks[slot] = mark;
      grown.places[slot] = places[from]!;
    }
    Object.assign(shard, grown);
  }
}

function slotOf(hash: number, slots: number): number {
  return Math.floor(((hash % WITHIN_SHARD) / WITHIN_SHARD) * slots);
}

function after(slot: number, { length }: Uint32Array): number {
  return slot + 1 === length ? 0 : slot + 1;
}
