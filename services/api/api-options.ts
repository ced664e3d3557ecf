import type { Page, UnplacedPart } from '../../pipelines/scoring/unplaced.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Model } from '../../schemas/model.ts';
import type { Operation } from '../../schemas/pipeline-health.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { UnplacedList } from '../../schemas/unplaced.ts';
import type { Answers } from './answers.ts';
import type { Snapshots } from './snapshots.ts';
import type { WardStream } from './ward-stream.ts';

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
  /** The longest wait for that, in milliseconds. */
  readonly patience?: number;
  /** Returns part of a list of unplaced events, if this server scores. */
  readonly unplaced?: (list: UnplacedList, page: Page) => Promise<UnplacedPart>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}
