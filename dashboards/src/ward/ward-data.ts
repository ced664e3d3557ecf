import type { ReactiveControllerHost } from 'lit';
import type { HeatmapCell, IntensityPoint } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { Resource } from '../page/resource.ts';
import { asQuery, loadedAround, weeksBefore } from './window.ts';

const EVERY_MS = 60_000;

export interface Intensity {
  readonly items: readonly IntensityPoint[];
  readonly from: string;
  readonly to: string;
}

export interface WardDataOptions {
  readonly wardId: string;
  /** ms; `null` while there is nothing to load. */
  readonly now: () => number | null;
  readonly onSignedOut: () => void;
}

/** A ward's hours and shifts around now, and what is usual for it. */
export class WardData {
  readonly hours: Resource<Intensity>;
  readonly shifts: Resource<Intensity>;
  readonly usual: Resource<{ readonly items: readonly HeatmapCell[] }>;

  constructor(host: ReactiveControllerHost, { wardId, now, onSignedOut }: WardDataOptions) {
    const resource = <T>(path: (now: number) => string, every?: number) => {
      const where = () => {
        const at = now();
        return at === null ? null : path(at);
      };
      const options = { onSignedOut, isHeld: true };
      return new Resource<T>(host, where, every === undefined ? options : { ...options, every });
    };
    const intensity = (grain: 'hour' | 'shift') => (at: number) =>
      address(`/v1/wards/${encodeURIComponent(wardId)}/intensity`, {
        grain,
        ...asQuery(loadedAround(at)),
      });
    this.hours = resource(intensity('hour'), EVERY_MS);
    this.shifts = resource(intensity('shift'), EVERY_MS);
    this.usual = resource((at) =>
      address('/v1/heatmap', { wards: wardId, ...asQuery(weeksBefore(at)) }),
    );
  }
}
