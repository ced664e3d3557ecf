import type { Page, UnplacedPart } from '../../pipelines/scoring/unplaced.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Model } from '../../schemas/model.ts';
import type { Operation } from '../../schemas/pipeline-health.ts';
import type { RosterPreview, RosterUploadInput } from '../../schemas/roster-upload.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { Answers } from './answers.ts';
import type { Snapshots } from './snapshots.ts';
import type { WardStream } from './ward-stream.ts';

/** Who uploads, and for which wards they plan. */
export interface Planner {
  readonly subject: string;
  readonly wards: readonly string[];
}

/** Takes rosters that planners upload. */
export interface Rosters {
  /**
   * Shows what a roster changes, or applies it if the input has the token of that answer.
   * @throws HttpProblem if the file cannot be read, or if it changes something else by now
   */
  upload(input: RosterUploadInput, planner: Planner): Promise<RosterPreview>;
}

/** What the routes of the API need. */
export interface ApiOptions {
  readonly serving: ServingStore;
  readonly stream: WardStream;
  readonly answers: Answers;
  readonly snapshots: Snapshots;
  readonly site: Site;
  readonly models: ReadonlyMap<string, Model>;
  /** Returns the health of the pipeline. */
  readonly operation: () => Promise<Operation>;
  /** Stores and publishes a judgement, if this server takes events. */
  readonly judge?: (event: JudgementEvent, by: string) => Promise<void>;
  /** Takes rosters, if this server takes events. */
  readonly rosters?: Rosters;
  /** The longest wait for a judgement, in milliseconds. */
  readonly patience?: number;
  /** Returns part of a list of unplaced events, if this server scores. */
  readonly unplaced?: (list: UnplacedList, page: Page) => Promise<UnplacedPart>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
