import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { siteView } from '../../../schemas/read-api.ts';
import type { Ward } from '../../../schemas/site.ts';
import { periodOf, periodText } from '../../../schemas/ward-period.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import { VERSION } from '../../platform/version.ts';
import type { Role } from '../../security/auth/principal.ts';
import { Scope } from '../../security/auth/scope.ts';
import type { ApiOptions } from '../api-options.ts';
import { nothing } from '../query-params.ts';

/** Roles that see wards by other routes: readers, and operators of the pipeline. */
const SEEING: readonly Role[] = ['ward_viewer', 'ward_lead', 'wall', 'planner', 'engineer'];
const JUDGING: readonly Role[] = ['ward_lead'];
const PLANNING: readonly Role[] = ['planner'];

/** The route that returns what a page needs about the hospital before its other requests. */
export const site: FastifyPluginAsyncZod<ApiOptions> = async (app, { site, judge, rosters }) => {
  const { siteId, name, timeZone, shifts } = site;
  const judgements = judge !== undefined;
  const { shortPersons, shortShare, tightPersons, tightShare, roomPersons, roomShare } =
    site.thresholds;
  const thresholds = {
    ...{ shortPersons, shortShare, tightPersons, tightShare, roomPersons, roomShare },
  };
  const { productiveShare } = site.switches;
  const about = {
    ...{ siteId, name, timeZone, shifts, thresholds, productiveShare, judgements },
    version: VERSION,
  };
  const publicWard = (ward: Ward) => {
    const { wardId, name, type, division = null, beds, careTeams = [] } = ward;
    return {
      ...{ wardId, name, type, division, beds },
      ...(careTeams.length === 0 ? {} : { careTeams }),
      ...periodText(periodOf(ward, timeZone)),
    };
  };
  const ids = site.wards.map(({ wardId }) => wardId);

  app.get(
    '/v1/site',
    {
      schema: {
        operationId: 'getSite',
        querystring: nothing,
        summary: 'The hospital: its clock, its shifts and its wards',
        description:
          'The wards that the caller may see anywhere, in the order of the site; none for an auditor or a sender.',
        tags: ['Site'],
        response: { 200: siteView, ...problemAnswers },
      },
    },
    async ({ access, audit }, reply) => {
      reply.header('cache-control', 'private, no-cache');
      const wardsOf = (roles: readonly Role[]) =>
        new Set(new Scope(access.principal, roles, ids).wards.map(({ wardId }) => wardId));
      const [seen, judged, planned] = [SEEING, JUDGING, PLANNING].map(wardsOf) as [
        Set<string>,
        Set<string>,
        Set<string>,
      ];
      const wards = site.wards.filter(({ wardId }) => seen.has(wardId)).map(publicWard);
      audit.rows = wards.length;
      const mayPlan = rosters === undefined ? [] : [...planned];
      return { ...about, wards, mayJudge: judgements ? [...judged] : [], mayPlan };
    },
  );
};
