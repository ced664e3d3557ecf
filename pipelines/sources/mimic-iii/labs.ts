import { readRows, type Source, stamp } from './rows.ts';
import type { Tasks } from './tasks.ts';

/** Laboratory results: all results of one encounter and time come from one `lab-sample` task. */
export async function readLabs(source: Source, tasks: Tasks): Promise<void> {
  for await (const { row, admission } of readRows(source, 'labevents', ['charttime'])) {
    const at = stamp(source, admission, 'labevents', {
      id: row.row_id,
      time: row.charttime,
      stored: '',
    });
    tasks.round(at, 'lab-sample');
    source.tally.mapped('labevents', 'task lab-sample');
  }
}
