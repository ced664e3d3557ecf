import type { ReactiveControllerHost } from 'lit';
import type { IntensityPoint } from '../../../schemas/read-api.ts';
import { address } from '../api.ts';
import { Resource } from '../page/resource.ts';
import { asQuery, loadedAround } from './window.ts';

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

/** A ward's hours and shifts around now. */
export class WardData {
  readonly hours: Resource<Intensity>;
  readonly shifts: Resource<Intensity>;

  constructor(host: ReactiveControllerHost, { wardId, now, onSignedOut }: WardDataOptions) {
    const intensity = (grain: 'hour' | 'shift') => {
      const where = () => {
        const at = now();
        if (at === null) return null;
        const path = `/v1/wards/${encodeURIComponent(wardId)}/intensity`;
        return address(path, { grain, ...asQuery(loadedAround(at)) });
      };
      return new Resource<Intensity>(host, where, { onSignedOut, isHeld: true, every: EVERY_MS });
    };
    this.hours = intensity('hour');
    this.shifts = intensity('shift');
  }
}
