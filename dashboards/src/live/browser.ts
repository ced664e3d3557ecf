import { attendance } from '../attendance.ts';
import { purpose } from '../purpose.ts';
import type { Effects } from './effects.ts';
import { browserEffects, sharedOr } from './shared-stream.ts';

/** The effects in a browser. */
export const browser: Effects = {
  open: sharedOr(() => new EventSource('/v1/stream'), browserEffects()),
  fetchWards: async () => {
    const response = await fetch('/v1/wards', {
      cache: 'no-cache',
      headers: { accept: 'application/json', ...attendance(), ...purpose() },
      signal: AbortSignal.timeout(10_000),
    });
    if (!response.ok) throw new Error(`GET /v1/wards answered ${response.status}`);
    return response.json();
  },
  refusal: async () => {
    const signal = AbortSignal.timeout(10_000);
    const { status } = await fetch('/v1/wards', {
      method: 'HEAD',
      cache: 'no-store',
      headers: { ...attendance(), ...purpose() },
      signal,
    }).catch(() => ({ status: 0 }));
    return status === 401 ? 'signedOut' : status === 403 ? 'forbidden' : null;
  },
  now: Date.now,
  everySecond: (beat) => {
    const timer = setInterval(beat, 1_000);
    return () => clearInterval(timer);
  },
};
