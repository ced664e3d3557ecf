import type { Note } from '../adapter.ts';
import { entryKey } from '../mapping/codes.ts';
import { comparable } from '../mapping/places.ts';
import { UNDECIDED } from '../mapping/undecided.ts';
import { guessOf } from './guesses.ts';

/** A mapping file as it is written: settings without defaults. */
export type MappingText = Readonly<Record<string, unknown>>;

export interface Proposal {
  readonly file: MappingText;
  readonly places: number;
  readonly codes: number;
}

interface CodeText {
  readonly system: string;
  readonly code: string;
  readonly to: string;
  readonly match?: 'code' | 'text';
  readonly split?: string;
}

/**
 * A mapping file with an entry for each place and code that was seen and not mapped. Each begins with a question mark, which the
 * check of the file refuses: nothing holds before somebody has decided it. What is in the file already stays as it is.
 */
export function proposalOf(given: MappingText, notes: readonly Note[]): Proposal {
  const places = { ...((given.places ?? {}) as Record<string, string>) };
  const codes = [...((given.codes ?? []) as CodeText[])];
  const known = {
    places: new Set(Object.keys(places).map(comparable)),
    codes: new Set(codes.map(({ match = 'code', system, code }) => entryKey(match, system, code))),
  };
  const before = { places: known.places.size, codes: known.codes.size };
  for (const note of notes.toSorted((a, b) => b.count - a.count)) {
    if (note.reason === 'unmapped-location' && note.key !== '') {
      const name = comparable(note.key);
      if (!known.places.has(name)) places[note.key] = UNDECIDED;
      known.places.add(name);
    }
    const entry = note.reason === 'unmapped-code' ? entryOf(note) : null;
    if (entry === null) continue;
    const key = entryKey(entry.match ?? 'code', entry.system, entry.code);
    if (!known.codes.has(key)) codes.push(entry);
    known.codes.add(key);
  }
  return {
    file: { ...given, places, codes },
    places: known.places.size - before.places,
    codes: known.codes.size - before.codes,
  };
}

/** Of a code without characters its name is compared. */
function entryOf({ key, display = '' }: Note): CodeText | null {
  const split = key.lastIndexOf('|');
  const system = key.slice(0, split) || '*';
  const code = key.slice(split + 1);
  if (code === '' && display === '') return null;
  const named = code === '' ? { code: display, match: 'text' as const } : { code };
  return { system, ...named, to: undecided(display, guessOf(display) ?? guessOf(code)) };
}

/** The name of the code and the guess, to read while deciding. */
function undecided(display: string, guess: ReturnType<typeof guessOf>): string {
  const targets = typeof guess === 'string' ? guess : (guess?.join(' and ') ?? '');
  const several = typeof guess === 'object' && guess !== null ? ' with split' : '';
  const maybe = targets === '' ? '' : `perhaps ${targets}${several}`;
  return [UNDECIDED, [display, maybe].filter((part) => part !== '').join(': ')].join(' ').trim();
}
