import type { Operation } from '../../../schemas/pipeline-health.ts';

/** `GET /v1/pipeline/health`. */
export type Health = Operation;
export type WardHealth = Operation['wards'][number];
export type SourceHealth = WardHealth['sources'][number];
export type SourceName = SourceHealth['source'];
export type Flow = Operation['flow'];
/** What only grows while a process runs. */
export type Counter = Exclude<keyof Flow, 'waiting' | 'clients'>;

/** Where a ward's inputs come from, in the order they are shown. */
export const SOURCES: readonly SourceName[] = ['moves', 'vitals', 'function', 'care', 'staffing'];
