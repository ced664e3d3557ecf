import { join } from 'node:path';
import { writeEvents } from '../../../services/files/write-events.ts';
import { stream, take } from '../hospital.ts';

/** The event files of a run. */
export interface Files {
  readonly ndjson: string;
  readonly arrow: string;
  /** Lines of the NDJSON file. */
  readonly lines: number;
  /** Lines that are no events: in the NDJSON file only, and to be rejected. */
  readonly broken: number;
  /** What was before, as Arrow, and what follows on it, as NDJSON. */
  readonly history: string;
  readonly live: string;
}

/** Writes the simulated hospital to files: the same events in both formats, and a longer history. */
export async function files(input: {
  folder: string;
  events: number;
  history: number;
  live: number;
}): Promise<Files> {
  const path = (name: string) => join(input.folder, name);
  const [ndjson, arrow, history, live] = [
    path('events.ndjson'),
    path('events.arrow'),
    path('history.arrow'),
    path('live.ndjson'),
  ] as const;
  const { written } = await writeEvents(ndjson, take(stream(input.events), input.events));
  const { leftOut } = await writeEvents(arrow, take(stream(input.events), input.events));
  const long = stream(input.history + input.live);
  await writeEvents(history, take(long, input.history));
  await writeEvents(live, take(long, input.live));
  return { ndjson, arrow, lines: written, broken: leftOut, history, live };
}
