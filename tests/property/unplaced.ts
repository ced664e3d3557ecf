import { expect } from 'vitest';
import type { ScoringStore } from '../../pipelines/scoring/store.ts';
import type { Site } from '../../schemas/site.ts';
import { OBSERVATION_CODES } from '../../schemas/vocabulary.ts';
import type { ClinicalEvent } from '../reference/log.ts';
import type { Logged } from '../reference/score.ts';
import { movesWithoutEffect, orphans, presumedLeft } from '../reference/unplaced.ts';

/** What the store lists as having found no place. */
export async function unplacedOf(store: ScoringStore) {
  const events = await store.connection.rows<{
    encounter_id: string;
    key: string;
    is_move: boolean;
  }>(
    `select encounter_id, concat_ws(' ', encounter_id, source, id) as key, is_move
      from unplaced_event order by key`,
  );
  const left = await store.connection.rows(
    `select encounter_id, ward_id, last_at + to_days(silent_stay_days) as left_at
      from encounter join sign_of_life using (encounter_id) join stream using (partition), site
      where ends_at is null and last_at + to_days(silent_stay_days) <= stream_time
      order by encounter_id`,
  );
  const keys = (of: boolean) => events.filter((e) => e.is_move === of).map(({ key }) => key);
  return { moves: keys(true), orphans: keys(false), left };
}

/** Holds what the store lists against the naive reference. */
export async function assertUnplaced(store: ScoringStore, log: readonly Logged[], site: Site) {
  const key = (event: ClinicalEvent) => `${event.encounterId} ${event.source} ${event.id}`;
  expect(await unplacedOf(store)).toEqual({
    moves: movesWithoutEffect(log).map(key).sort(),
    orphans: orphans(log, site, isKnown).map(key).sort(),
    left: presumedLeft(log, site)
      .map(({ encounterId, wardId, leftAt }) => ({
        ...{ encounter_id: encounterId, ward_id: wardId, left_at: leftAt },
      }))
      .sort((a, b) => (a.encounter_id < b.encounter_id ? -1 : 1)),
  });
}

/** What a score can read: assessments and unheard-of observations are kept and not looked at. */
function isKnown(event: ClinicalEvent): boolean {
  if (event.type === 'assessment') return false;
  return event.type !== 'observation' || event.code in OBSERVATION_CODES;
}
