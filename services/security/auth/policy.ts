import { type Principal, ROLES, type Role } from './principal.ts';

/** Who may call a route: everyone, or callers with one of these roles. */
export type Rule = 'public' | { readonly roles: readonly Role[] };

const roles = (...names: readonly Role[]): Rule => ({ roles: names });

const WARDS = roles('ward_viewer', 'ward_lead', 'planner');
const SUMS = roles('ward_viewer', 'ward_lead', 'planner', 'wall');
const PATIENTS = roles('ward_viewer', 'ward_lead');
const JUDGING = roles('ward_lead');
const PLANS = roles('planner');
const OPERATION = roles('engineer');
const ANYONE_KNOWN = roles(...ROLES);

/**
 * Who may call what: every route of the application, by method and address. The server does not start with a route
 * that is not here. HEAD has the rule of GET, and an address that ends in `*` covers everything below it.
 */
export const RULES: Readonly<Record<string, Rule>> = {
  'GET /health/live': 'public',
  'GET /health/ready': 'public',
  'GET /login': 'public',
  'GET /login/start': 'public',
  'GET /login/callback': 'public',
  'GET /v1/sign-in': 'public',
  'POST /v1/session': 'public',
  'DELETE /v1/session': 'public',
  'GET /v1/session': ANYONE_KNOWN,

  // pages have no data
  'GET /': 'public',
  'GET /ward': 'public',
  'GET /planner': 'public',
  'GET /pipeline': 'public',
  'GET /assets/*': 'public',
  'GET /help': 'public',
  'GET /help/*': 'public',

  'POST /v1/events': roles('sender'),
  'GET /v1/dead-letters': OPERATION,
  'POST /v1/dead-letters/retry': OPERATION,
  'POST /v1/dead-letters/dismiss': OPERATION,
  'POST /v1/dead-letters/reopen': OPERATION,
  'POST /v1/clock/confirm': OPERATION,
  'GET /v1/pipeline/health': OPERATION,
  'GET /v1/pipeline/unplaced/:list': OPERATION,
  'GET /metrics': OPERATION,

  'GET /v1/wards': SUMS,
  'GET /v1/wards/:wardId': SUMS,
  'GET /v1/wards/:wardId/intensity': SUMS,
  'GET /v1/stream': SUMS,
  'GET /v1/wards/:wardId/changes': WARDS,
  'GET /v1/compare': WARDS,
  'GET /v1/heatmap': WARDS,
  'GET /v1/levels/suggested': WARDS,
  'GET /v1/judgements': WARDS,
  'GET /v1/export/:dataset': WARDS,

  'POST /v1/wards/:wardId/judgements': JUDGING,
  'DELETE /v1/wards/:wardId/judgements/:judgementId': JUDGING,
  'GET /v1/wards/:wardId/encounters': PATIENTS,
  'GET /v1/wards/:wardId/encounters/ahead': PATIENTS,
  'GET /v1/encounters/:encounterId/intensity': PATIENTS,
  'GET /v1/encounters/:encounterId/explanation': PATIENTS,

  'POST /v1/roster': PLANS,

  'GET /v1/snapshots': PLANS,
  'GET /v1/snapshots/:file': PLANS,

  'GET /v1/site': ANYONE_KNOWN,
  'GET /v1/models': ANYONE_KNOWN,
  'GET /v1/models/:modelId': ANYONE_KNOWN,
  'GET /v1/openapi.json': ANYONE_KNOWN,
  'GET /docs': ANYONE_KNOWN,
  'GET /docs/*': ANYONE_KNOWN,

  'GET /v1/audit': roles('auditor'),
  'GET /v1/provenance': roles('auditor'),
};

/** The route that each screen lives on: who may call it may use the screen. */
const SCREENS = {
  wall: 'GET /v1/stream',
  planner: 'GET /v1/heatmap',
  pipeline: 'GET /v1/pipeline/health',
} as const;
export const SCREEN_NAMES = ['wall', 'planner', 'pipeline'] as const satisfies Screen[];
export type Screen = keyof typeof SCREENS;

/** Whether a caller has one of the roles, for the site or one of its wards. */
export function mayCall(
  { grants }: Principal,
  roles: readonly Role[],
  site: readonly string[],
): boolean {
  return grants.some(
    ({ role, wards }) =>
      roles.includes(role) && (wards === '*' || wards.some((wardId) => site.includes(wardId))),
  );
}

/** The screens that a caller may use. */
export function screensOf(principal: Principal, site: readonly string[]): Screen[] {
  return SCREEN_NAMES.filter((screen) => {
    const rule = RULES[SCREENS[screen]]!;
    return rule === 'public' || mayCall(principal, rule.roles, site);
  });
}

const ENTRIES = Object.keys(RULES);

/** Routes that may return data of patients, beside the routes for those who treat them. */
const OF_PATIENTS = new Set([
  ...['GET /v1/judgements', 'GET /v1/export/:dataset', 'GET /v1/pipeline/unplaced/:list'],
]);

/** Whether a route may return data of a patient, or notes on one. */
export function holdsPatients(method: string, url: string): boolean {
  const found = ruleOf(method, url);
  if (found === undefined) return false;
  const { rule, entry } = found;
  return rule === PATIENTS || rule === JUDGING || OF_PATIENTS.has(entry);
}

/** A file of the dashboards: `/index.html`, `/favicon.svg`, `/problem.css`. */
const PAGE = /^GET \/[\w-]+\.(html|css|svg|png|ico|webmanifest|txt)$/;

/**
 * The rule of a route, and the entry of the table it comes from.
 * @returns undefined if the table has none
 */
export function ruleOf(method: string, url: string): { rule: Rule; entry: string } | undefined {
  const route = `${method === 'HEAD' ? 'GET' : method} ${url}`;
  const isOf = (entry: string) => entry.endsWith('/*') && route.startsWith(entry.slice(0, -1));
  const entry = route in RULES ? route : PAGE.test(route) ? 'GET /' : ENTRIES.find(isOf);
  return entry === undefined ? undefined : { rule: RULES[entry]!, entry };
}
