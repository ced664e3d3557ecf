import { createHash } from 'node:crypto';
import type { ServingStore } from '../../../pipelines/serving/store.ts';
import type { RosterPreview, RosterUploadInput } from '../../../schemas/roster-upload.ts';
import type { Site } from '../../../schemas/site.ts';
import { type WardEvent, wardEvent } from '../../../schemas/ward-event.ts';
import type { Planner, Rosters } from '../../api/api-options.ts';
import { HttpProblem } from '../../http/problem.ts';
import { SerialQueue } from '../../platform/serial-queue.ts';
import { ROSTER_SOURCE } from '../../security/auth/sources.ts';
import { comparable } from '../mapping/places.ts';
import { rosterMap } from '../mapping/schema.ts';
import { type Rows, readRows, type SourceRow } from '../tables/rows.ts';
import {
  type RosterColumns,
  recognisedActivity,
  recognisedColumns,
  recognisedRole,
} from './recognise.ts';
import { type RosterFile, rosterOf } from './rows.ts';
import { periodOf, type Upload, uploadOf, wireOf } from './upload.ts';
import { NOWHERE, RosterWords } from './words.ts';

/** Stores staffing and serves it. @returns why events were rejected */
export type Staff = (events: readonly WardEvent[], by: string) => Promise<readonly string[]>;

export interface RosterServiceOptions {
  readonly serving: ServingStore;
  readonly site: Site;
  readonly staff: Staff;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

const MOST_MISTAKES = 500;
const NEEDED = ['ward', 'role', 'date', 'start', 'end'] as const;

interface Meanings {
  readonly wards: RosterPreview['wards'];
  readonly roles: RosterPreview['roles'];
  readonly activities: RosterPreview['activities'];
}

/**
 * Takes rosters that planners upload. What was uploaded before is what the store has of their source; nothing else is
 * kept, and no person. Columns and words are recognised, and chosen where they are not.
 */
export class RosterService implements Rosters {
  private readonly options: RosterServiceOptions;
  private readonly queue = new SerialQueue();

  constructor(options: RosterServiceOptions) {
    this.options = options;
  }

  /**
   * Shows what a roster changes, or applies it if the input has the token of that answer.
   * @throws HttpProblem if the file cannot be read, or if it changes something else by now
   */
  upload(input: RosterUploadInput, planner: Planner): Promise<RosterPreview> {
    return this.queue.run(() => this.answer(input, planner));
  }

  private async answer(input: RosterUploadInput, planner: Planner): Promise<RosterPreview> {
    const bytes = Buffer.from(input.file, 'base64');
    const read = await readRows(bytes, { charset: 'auto', separator: 'auto' }, []);
    if ('reason' in read) throw new HttpProblem('invalid-request', { detail: read.detail });
    const columns = input.columns ?? recognisedColumns(read.columns);
    assertColumns(columns, read);
    const meanings = this.meanings(read.rows, columns, input, planner);
    const shown = {
      ...{ isApplied: false, token: null, headings: [...read.columns], columns },
      ...{ missing: missingOf(columns), rows: read.rows.length, ...meanings },
      ...{ days: [], mistakes: [], mistakeCount: 0, otherSources: [], rejected: [] },
    } satisfies RosterPreview;
    if (shown.missing.length > 0) return shown;
    const { roster, upload, otherSources } = await this.compute(read, columns, meanings, input);
    const preview = {
      ...shown,
      ...{ days: upload.days, otherSources },
      mistakes: roster.mistakes.slice(0, MOST_MISTAKES),
      mistakeCount: roster.mistakes.length,
    };
    const token = upload.versions.length === 0 ? null : tokenOf(upload, planner.subject);
    if (input.token === undefined) return { ...preview, token };
    if (input.token !== token) throw new HttpProblem('roster-changed');
    const events = upload.versions.map((version) => wardEvent.parse(version));
    const rejected = await this.options.staff(events, planner.subject);
    return { ...preview, isApplied: true, rejected: [...new Set(rejected)] };
  }

  private async compute(
    { rows }: Rows,
    columns: RosterColumns,
    { wards, roles, activities }: Meanings,
    { basis }: RosterUploadInput,
  ) {
    const { serving, site } = this.options;
    const meant = listed({ roles, activities });
    const map = rosterMap.parse({ ...columns, ...meant, wards: {} });
    // a name without a ward is listed with its rows, and a ward to be left out is nowhere
    const listedWards = Object.fromEntries(
      wards.flatMap(({ word, meaning }) =>
        meaning === null ? [] : [[word, meaning === 'ignore' ? NOWHERE : meaning]],
      ),
    );
    const words = new RosterWords({ ...map, wards: listedWards });
    const rules = { zone: site.timeZone, ignoreOffsets: false, receivedAt: null };
    const now = this.options.now() * 1000;
    const roster: RosterFile = rosterOf(rows, { map, words, rules, writtenAt: now });
    const period = periodOf(roster.parts, rules);
    const wardIds = [...new Set(Object.values(listedWards))].filter((ward) => ward !== NOWHERE);
    if (period === null) return { roster, upload: { versions: [], days: [] }, otherSources: [] };
    const range = { wards: wardIds, basis, ...period };
    const known = (await serving.knownStaffing(ROSTER_SOURCE, range)).map((event) =>
      wireOf({ ...event, basis }),
    );
    const context = { words, source: ROSTER_SOURCE, basis, rules, now };
    return {
      roster,
      upload: uploadOf(roster.parts, known, context),
      otherSources: await serving.otherStaffingSources(ROSTER_SOURCE, range),
    };
  }

  private meanings(
    rows: readonly SourceRow[],
    columns: RosterColumns,
    input: RosterUploadInput,
    planner: Planner,
  ): Meanings {
    for (const ward of Object.values(input.wards)) {
      if (ward !== 'ignore' && !planner.wards.includes(ward)) throw new HttpProblem('forbidden');
    }
    const wards = this.options.site.wards.filter(({ wardId }) => planner.wards.includes(wardId));
    const named = new Map(
      wards.flatMap(({ wardId, name }) => [
        [comparable(name), wardId],
        [comparable(wardId), wardId],
      ]),
    );
    return {
      wards: wordsOf(
        rows,
        columns.ward,
        (word) => input.wards[word] ?? named.get(comparable(word)),
      ),
      roles: wordsOf(rows, columns.role, (word) => input.roles[word] ?? recognisedRole(word)),
      activities: wordsOf(
        rows,
        columns.activity,
        (word) => input.activities[word] ?? recognisedActivity(word),
      ),
    };
  }
}

function assertColumns(columns: RosterColumns, { columns: headings }: Rows): void {
  const unknown = Object.values(columns).find(
    (name) => name !== undefined && !headings.includes(name),
  );
  if (unknown === undefined) return;
  throw new HttpProblem('invalid-request', { detail: `The file has no column ${unknown}` });
}

/** A start with a date of its own needs no column of dates, which shows only in the rows. */
function missingOf(columns: RosterColumns): RosterPreview['missing'] {
  return NEEDED.filter((name) => name !== 'date' && columns[name] === undefined);
}

function wordsOf<T extends string>(
  rows: readonly SourceRow[],
  column: string | undefined,
  meaningOf: (word: string) => T | null | undefined,
): { word: string; rows: number; meaning: T | null }[] {
  const counts = new Map<string, number>();
  for (const row of rows) {
    const word = row.get(column);
    if (word !== '') counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts]
    .toSorted(([a], [b]) => a.localeCompare(b, 'sv'))
    .map(([word, count]) => ({ word, rows: count, meaning: meaningOf(word) ?? null }));
}

/** Words that have a meaning, as a mapping lists them. */
function listed({ roles, activities }: Pick<Meanings, 'roles' | 'activities'>) {
  const meant = (words: readonly { word: string; meaning: string | null }[]) =>
    Object.fromEntries(
      words.flatMap(({ word, meaning }) => (meaning === null ? [] : [[word, meaning]])),
    );
  return { roles: meant(roles), activities: meant(activities) };
}

/** Names what is to be stored, and who saw it. Times are left out: they are those of the moment. */
function tokenOf({ versions }: Upload, subject: string): string {
  const content = versions.map(({ id, status, headcount }) => [id, status, headcount]);
  const text = JSON.stringify([subject, content]);
  return createHash('sha256').update(text).digest('base64url');
}
