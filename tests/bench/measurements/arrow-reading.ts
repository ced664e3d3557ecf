import { createReadStream } from 'node:fs';
import { type RecordBatch, RecordBatchReader } from 'apache-arrow';
import { decodeBatch } from '../../../pipelines/events/decode-arrow.ts';
import { asEventRows } from '../../../pipelines/events/event-table.ts';
import { expectEqual } from '../expect.ts';
import type { Figure } from '../figures.ts';
import { benchRules } from '../hospital.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/** Reading an Arrow file from disk, and reading it with every row judged. */
export async function arrowReading(input: { arrow: string; rounds: number }): Promise<Figure[]> {
  const { arrow } = input;
  const rows = { read: 0, accepted: 0 };
  const seconds = await medianSeconds(
    {
      read: () => {
        rows.read = 0;
        return secondsOf(() => eachBatch(arrow, (batch) => (rows.read += batch.numRows)));
      },
      decode: () => {
        rows.accepted = 0;
        return secondsOf(() =>
          eachBatch(arrow, (batch) => {
            const { batches } = decodeBatch(asEventRows(batch), 0, benchRules);
            rows.accepted += batches.reduce((sum, { numRows }) => sum + numRows, 0);
          }),
        );
      },
    },
    input.rounds,
    1,
  );
  expectEqual('rows of the Arrow file', rows);
  const limit = 'Arrow IPC read';
  return [
    { stage: limit, events: rows.read, seconds: seconds.read },
    { stage: 'Arrow IPC read and decodeBatch', events: rows.read, seconds: seconds.decode, limit },
  ];
}

async function eachBatch(file: string, use: (batch: RecordBatch) => void): Promise<void> {
  const bytes = createReadStream(file, { highWaterMark: 1 << 20 });
  for await (const batch of await RecordBatchReader.from(bytes)) use(batch);
}
