import {
  type ErasureSubject,
  mentionsSubject,
  subjectId,
} from '../../pipelines/events/erasure-subject.ts';
import { wordPattern } from '../../pipelines/events/mention.ts';
import type { Connection } from '../../pipelines/warehouse/warehouse.ts';
import { LETTER_TABLES } from './layout.ts';
import { recordsOf } from './letter-pieces.ts';

/** Most dead letters that are read at once, and the bytes after which a portion ends. */
const PORTION = 500;
const PORTION_BYTES = 8 * 1024 * 1024;

/**
 * Deletes the dead letters that name a subject, with their dismissals, and notes of other dismissals that name
 * it, within the caller's transaction. Returns the number of dead letters.
 */
export async function eraseLetters(
  connection: Connection,
  subject: ErasureSubject,
): Promise<number> {
  await connection.run(
    'update dead_letter_dismissal set note = null where regexp_matches(note, $word)',
    { word: wordPattern(subjectId(subject)) },
  );
  let erased = 0;
  for (let after = -1; ; ) {
    const pieces = await connection.rows<{ number: number; raw: Uint8Array }>(
      `select number, raw from dead_letter_piece
        where number in (
          select number from (
            from dead_letter where number > $after order by number limit ${PORTION}
          ) qualify sum(bytes) over (order by number) - bytes < ${PORTION_BYTES}
        )
        order by number, place`,
      { after },
    );
    const letters = recordsOf(pieces);
    if (letters.size === 0) return erased;
    after = Math.max(...letters.keys());
    const named = [...letters].filter(([, record]) => mentionsSubject(record, subject));
    for (const [number] of named) {
      for (const table of LETTER_TABLES) {
        await connection.run(`delete from ${table} where number = $number`, { number });
      }
    }
    erased += named.length;
  }
}
