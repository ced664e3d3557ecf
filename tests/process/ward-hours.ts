import type { IntensityPoint } from '../../schemas/read-api.ts';
import type { LiveServer } from './live-server.ts';

/** A ward-hour as both a server and a replay return it. */
export interface ToldHour {
  readonly wardId: string;
  readonly hour: string;
  readonly minutes: number;
  readonly census: number;
  readonly [name: string]: unknown;
}

/** The ward-hours of a server that have patients, in order. */
export async function servedWardHours(
  server: LiveServer,
  wardId: string,
  from: string,
  to: string,
): Promise<ToldHour[]> {
  const query = new URLSearchParams({ wards: wardId, from, to, format: 'json' });
  const points = await server.json<IntensityPoint[]>(`/v1/export/ward-hours?${query}`);
  // hours without patients have no model: nothing was computed of them
  return points.filter(({ model }) => model !== null).map(toldHour);
}

function toldHour(point: IntensityPoint): ToldHour {
  const { wardId, from: hour, provisional, patientHours, arrivals, departures } = point;
  const { minutes, minutesLow, minutesHigh, components, coverage, newestInputAt, model } = point;
  return {
    ...{ wardId, hour, provisional, patientHours, arrivals, departures },
    ...{ minutes: minutes!, minutesLow, minutesHigh, components, coverage, newestInputAt, model },
    ...{ census: point.census!, imputedPatients: point.imputedPatientHours },
  };
}
