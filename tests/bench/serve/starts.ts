import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { LiveHospital } from '../../../pipelines/sources/simulator/live.ts';
import { type Server, startServer } from './server.ts';

/** Seconds of a start beside what a start of its kind cannot do without. */
export interface Start {
  readonly start: string;
  /** Until a reader got all wards. */
  readonly wallSeconds: number;
  /** Until all that is stored is served. */
  readonly readySeconds: number;
  readonly limit: string;
  readonly limitSeconds: number;
}

/** The hospital of these measurements: 400 beds. */
export const HOSPITAL = { wards: 20, beds: 20 };
export const SIZE = ['--wards', String(HOSPITAL.wards), '--beds', String(HOSPITAL.beds)];
const DAY = 86_400;

/** Starts a server and measures its start; the limit is measured right before. */
export async function timedStart(
  start: string,
  args: readonly string[],
  limit: { readonly of: string; readonly seconds: () => Promise<number> },
): Promise<{ server: Server; start: Start }> {
  const limitSeconds = await limit.seconds();
  const server = await startServer(args);
  const { wallSeconds, readySeconds } = server;
  return { server, start: { start, wallSeconds, readySeconds, limit: limit.of, limitSeconds } };
}

/** The program that starts, and does nothing. */
export const PROGRAM = {
  of: 'the program alone',
  async seconds(): Promise<number> {
    const began = performance.now();
    const child = spawn(
      process.execPath,
      ['--import', 'tsx', 'services/cli.ts', 'serve', '--help'],
      { stdio: 'ignore' },
    );
    await once(child, 'exit');
    return (performance.now() - began) / 1000;
  },
};

/** The program, and the past of the hospital made and dropped. */
export const past = (days: number) => ({
  of: 'the program, and its events made and dropped',
  async seconds(): Promise<number> {
    const program = await PROGRAM.seconds();
    const now = Date.now() / 1000;
    const start = new Date((now - days * DAY) * 1000).toISOString();
    const began = performance.now();
    const hospital = new LiveHospital({
      ...{ wards: HOSPITAL.wards, bedsPerWard: HOSPITAL.beds, seed: 1 },
      days: days + 1,
      start,
    });
    while (hospital.take(now) !== null) {}
    return program + (performance.now() - began) / 1000;
  },
});
