import { END, PATIENT, TOLD_FIRST } from './hospital.ts';

/** The night with an hour twice, a shift that is not over, hours to come. */
const NIGHT = 'from=2026-10-24T22:00:00Z&to=2026-10-25T04:00:00Z';
const LAST = 'from=2026-11-01T22:00:00Z&to=2026-11-02T10:00:00Z';
const ALL = `from=2026-10-24T00:00:00Z&to=${END}`;
const GRAINS = ['shift', 'day', 'week', 'month'];

/** The query of each operation that reads rows. */
export const ROWS: Readonly<Record<string, readonly string[]>> = {
  getIntensity: [
    `/v1/wards/31A/intensity?${NIGHT}`,
    `/v1/wards/f%C3%A5/intensity?${LAST}`,
    `/v1/wards/36A/intensity?${NIGHT}`,
    `/v1/wards/31A/intensity?${NIGHT}&asKnownAt=${TOLD_FIRST}`,
    ...GRAINS.map((grain) => `/v1/wards/%40x/intensity?${ALL}&grain=${grain}`),
  ],
  listChanges: [
    `/v1/wards/31A/changes?from=2026-10-31T00:00:00Z&to=2026-11-01T00:00:00Z&asKnownAt=${TOLD_FIRST}`,
    `/v1/wards/31A/changes?${NIGHT}&asKnownAt=${END}`,
  ],
  compareWards: [`/v1/compare?${ALL}`, `/v1/compare?${NIGHT}&wards=@x,31A&grain=day`],
  getHeatmap: [`/v1/heatmap?${ALL}`, `/v1/heatmap?${NIGHT}&wards=31A`],
  listJudgements: [`/v1/judgements?${ALL}`],
  listEncounters: ['/v1/wards/31A/encounters', '/v1/wards/f%C3%A5/encounters'],
  listEncountersAhead: ['/v1/wards/31A/encounters/ahead', '/v1/wards/f%C3%A5/encounters/ahead'],
  getEncounterIntensity: [`/v1/encounters/${PATIENT}/intensity?${NIGHT}`],
  exportDataset: [
    `/v1/export/ward-hours?${NIGHT}`,
    `/v1/export/ward-hours?${ALL}&grain=shift`,
    `/v1/export/staffing?${ALL}`,
    `/v1/export/judgements?${ALL}&wards=31A`,
    `/v1/export/encounter-hours?${LAST}`,
  ],
};

/** The query of the others; a snapshot's address stands in their list. */
export const OTHERS: Readonly<Record<string, readonly string[]>> = {
  getSite: ['/v1/site'],
  getWaysToSignIn: ['/v1/sign-in'],
  listWards: ['/v1/wards'],
  getWard: ['/v1/wards/31A', '/v1/wards/f%C3%A5'],
  explainEncounter: [
    `/v1/encounters/${PATIENT}/explanation?hour=2026-10-25T08:30:00Z`,
    `/v1/encounters/${PATIENT}/explanation?hour=2026-10-25T01:30:00%2B02:00&lang=en&wardId=31A`,
  ],
  listSnapshots: ['/v1/snapshots'],
  listSuggestedLevels: ['/v1/levels/suggested', '/v1/levels/suggested?wards=31A'],
  listModels: ['/v1/models'],
  getModel: ['/v1/models/vi-1'],
  listAudit: ['/v1/audit?limit=3', '/v1/audit?from=2026-01-01T00:00:00Z'],
  listDeadLetters: ['/v1/dead-letters?limit=3'],
  getPipelineHealth: ['/v1/pipeline/health'],
  getProvenance: ['/v1/provenance?source=ehr&id=1'],
  listUnplaced: [
    '/v1/pipeline/unplaced/presumed-left',
    '/v1/pipeline/unplaced/silent-stays',
    '/v1/pipeline/unplaced/moves-without-effect',
    '/v1/pipeline/unplaced/orphan-events?limit=1&offset=1',
  ],
  getSession: ['/v1/session'],
  isLive: ['/health/live'],
  isReady: ['/health/ready'],
  getMetrics: ['/metrics'],
};
