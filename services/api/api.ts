import accepts from '@fastify/accepts';
import type { FastifyPluginAsync } from 'fastify';
import type { ApiOptions } from './api-options.ts';
import { encounters } from './routes/encounters.ts';
import { exports } from './routes/export.ts';
import { history } from './routes/history.ts';
import { judgementRoutes } from './routes/judgements.ts';
import { levels } from './routes/levels.ts';
import { models } from './routes/models.ts';
import { operationRoutes } from './routes/operation.ts';
import { rosterRoutes } from './routes/roster.ts';
import { site } from './routes/site.ts';
import { snapshots } from './routes/snapshots.ts';
import { unplacedRoutes } from './routes/unplaced.ts';
import { wards } from './routes/wards.ts';

/** Registers the routes that wards, planners and other systems read. */
export const api: FastifyPluginAsync<ApiOptions> = async (app, options) => {
  await app.register(accepts);
  const all = [
    ...[site, wards, history, judgementRoutes, encounters, exports, snapshots, models, levels],
    ...[operationRoutes, unplacedRoutes, rosterRoutes],
  ];
  for (const routes of all) await app.register(routes, options);
};
