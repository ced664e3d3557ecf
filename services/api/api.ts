import accepts from '@fastify/accepts';
import type { FastifyPluginAsync } from 'fastify';
import type { Page, UnplacedList } from '../../pipelines/scoring/unplaced.ts';
import type { ServingStore } from '../../pipelines/serving/store.ts';
import type { Model } from '../../schemas/model.ts';
import type { Site } from '../../schemas/site.ts';
import type { JudgementEvent } from '../../schemas/staffing-event.ts';
import type { UnplacedPart } from '../scorer/scorer.ts';
import type { Answers } from './answers.ts';
import type { Operation } from './operation.ts';
import { encounters } from './routes/encounters.ts';
import { exports } from './routes/export.ts';
import { history } from './routes/history.ts';
import { judgementRoutes } from './routes/judgements.ts';
import { models } from './routes/models.ts';
import { operationRoutes } from './routes/operation.ts';
import { site } from './routes/site.ts';
import { snapshots } from './routes/snapshots.ts';
import { unplacedRoutes } from './routes/unplaced.ts';
import { wards } from './routes/wards.ts';
import type { Snapshots } from './snapshots.ts';
import type { WardStream } from './ward-stream.ts';

export interface ApiOptions {
  readonly serving: ServingStore;
  readonly stream: WardStream;
  readonly answers: Answers;
  readonly snapshots: Snapshots;
  readonly site: Site;
  readonly model: Model;
  /** How the pipeline stands. */
  readonly operation: () => Promise<Operation>;
  /** Stores a judgement and has it served, where this server takes events. */
  readonly judge?: (event: JudgementEvent, by: string) => Promise<void>;
  /** Milliseconds that a judgement waits for that at most. */
  readonly patience?: number;
  /** Part of a list of what found no place in the score, where this server scores. */
  readonly unplaced?: (list: UnplacedList, page: Page) => Promise<UnplacedPart>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

/** What wards, planners and other systems read. */
export const api: FastifyPluginAsync<ApiOptions> = async (app, options) => {
  await app.register(accepts);
  const all = [
    ...[site, wards, history, judgementRoutes, encounters, exports, snapshots, models],
    ...[operationRoutes, unplacedRoutes],
  ];
  for (const routes of all) await app.register(routes, options);
};
