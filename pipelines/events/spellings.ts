import { isUtf8 } from 'node:buffer';

const FEWEST_SLOTS = 64;
/** Words that are learnt; a table of more could be made slow by words of equal hash. */
const MOST_WORDS = 4096;
const BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/**
 * The codes of words by their bytes: an open hash table of numbers, so that a string is made of a word once and not
 * each time that it is read.
 */
export class Spellings {
  private readonly codeOf: (word: string) => number;
  /** The place in `words` of each slot, counted from 1; 0 for none. */
  private slots = new Int32Array(FEWEST_SLOTS);
  private readonly words: { readonly bytes: Uint8Array; readonly hash: number; code: number }[] =
    [];

  /** @param codeOf the code of a word that was not read before */
  constructor(codeOf: (word: string) => number) {
    this.codeOf = codeOf;
  }

  /** The code of a range of bytes; -1 if it is not UTF-8 or there are too many words. */
  code(bytes: Uint8Array, from: number, to: number): number {
    let hash = BASIS;
    for (let at = from; at < to; at++) hash = Math.imul(hash ^ bytes[at]!, PRIME);
    const { slots, words } = this;
    const mask = slots.length - 1;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const place = slots[slot]!;
      if (place === 0) return this.learn(bytes.slice(from, to), hash, slot);
      const word = words[place - 1]!;
      if (word.hash === hash && isSame(word.bytes, bytes, from, to)) return word.code;
    }
  }

  private learn(bytes: Uint8Array, hash: number, slot: number): number {
    if (this.words.length === MOST_WORDS || !isUtf8(bytes)) return -1;
    const code = this.codeOf(Buffer.from(bytes).toString('utf8'));
    this.words.push({ bytes, hash, code });
    this.slots[slot] = this.words.length;
    if (this.words.length * 2 > this.slots.length) this.grow();
    return code;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 4);
    for (const [index, { hash }] of this.words.entries()) {
      let slot = hash & (slots.length - 1);
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1);
      slots[slot] = index + 1;
    }
    this.slots = slots;
  }
}

function isSame(word: Uint8Array, bytes: Uint8Array, from: number, to: number): boolean {
  if (word.length !== to - from) return false;
  for (let at = 0; at < word.length; at++) if (word[at] !== bytes[from + at]) return false;
  return true;
}
