import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { simulatedSite } from '../../pipelines/sources/simulator/hospital.ts';
import { type SimulationOptions, simulate } from '../../pipelines/sources/simulator/simulate.ts';
import { type Site, site as siteSchema } from '../../schemas/site.ts';
import { openServe, type ServeProcess } from './test-server.ts';

const SENDER = { subject: 'adt', sources: '*' } as const;

/** The site file of a simulated hospital. */
export const siteOf = (hospital: SimulationOptions): Site =>
  siteSchema.parse(simulatedSite(hospital));

/** Starts a server on a folder, and submits everything that a simulated hospital sends, 200 events at a time. */
export async function startFilled(
  data: string,
  hospital: SimulationOptions,
): Promise<ServeProcess> {
  const site = siteOf(hospital);
  const serve = await openServe({ data, site, allowOld: true });
  await serve.start();
  const raw = [...simulate(hospital)].map((arrival, offset) => ({
    offset,
    bytes: Buffer.from('raw' in arrival ? arrival.raw : JSON.stringify(arrival.event)),
  }));
  const { events, rejected } = decode(raw, eventRules(site));
  for (let from = 0; from < events.length; from += 200) {
    const part = { events: events.slice(from, from + 200), rejected: from === 0 ? rejected : [] };
    await serve.ingest.queue.submit(part, SENDER);
  }
  return serve;
}
