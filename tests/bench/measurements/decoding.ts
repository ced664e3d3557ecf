import { createReadStream } from 'node:fs';
import { decode, type RawRecord } from '../../../pipelines/events/decode.ts';
import { LineDecoder } from '../../../pipelines/events/decode-lines.ts';
import { toArrow } from '../../../pipelines/events/to-arrow.ts';
import { wardEvent } from '../../../schemas/ward-event.ts';
import { CHUNK_EVENTS, DECODED_EVENTS } from '../../../services/files/chunk.ts';
import { lines } from '../../../services/files/split-lines.ts';
import { expectEqual } from '../expect.ts';
import type { Figure } from '../figures.ts';
import { benchRules } from '../hospital.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/**
 * From bytes to Arrow over the first chunk of an NDJSON file held in memory, as many records at a time as a replay takes:
 * by way of objects step by step, and straight to columns.
 */
export async function decoding(input: { ndjson: string; rounds: number }): Promise<Figure[]> {
  const groups = await firstChunk(input.ndjson);
  const records = groups.flat();
  const texts = records.map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  const values = texts.map(parsed).filter((value) => value !== undefined);
  const decoded = groups.map((group) => decode(group, benchRules));
  const events = decoded.flatMap((group) => group.events).length;
  const rejected = decoded.flatMap((group) => group.rejected).length;
  expectEqual('records', { read: records.length, decoded: events + rejected });
  const straight = groups.reduce((sum, group) => sum + columnsOf(group), 0);
  expectEqual('events', { judged: events, straight });
  const seconds = await medianSeconds(
    {
      parse: () => secondsOf(() => records.forEach(parseRecord)),
      parseText: () => secondsOf(() => texts.forEach(parsed)),
      decode: () =>
        secondsOf(() => {
          for (const group of groups) decode(group, benchRules);
        }),
      straight: () => secondsOf(() => groups.forEach(columnsOf)),
      zod: () =>
        secondsOf(() => {
          for (const value of values) wardEvent.safeParse(value);
        }),
      toArrow: () =>
        secondsOf(() => {
          for (const group of decoded) toArrow(group.events);
        }),
    },
    input.rounds,
    1,
  );
  const all = records.length;
  const limit = 'JSON.parse of bytes';
  return [
    { stage: limit, events: all, seconds: seconds.parse },
    { stage: 'JSON.parse of text', events: all, seconds: seconds.parseText },
    { stage: 'decode: JSON.parse and validation', events: all, seconds: seconds.decode, limit },
    { stage: 'lines straight to columns', events: all, seconds: seconds.straight, limit },
    { stage: 'zod on parsed values', events: values.length, seconds: seconds.zod },
    { stage: 'toArrow', events, seconds: seconds.toArrow },
  ];
}

async function firstChunk(ndjson: string): Promise<RawRecord[][]> {
  const groups: RawRecord[][] = [];
  for await (const group of lines(createReadStream(ndjson), 0, DECODED_EVENTS)) {
    groups.push(group.records);
    if (group.nextOffset >= CHUNK_EVENTS) break;
  }
  return groups;
}

/** Decodes as a replay does; returns the number of events. */
function columnsOf(group: readonly RawRecord[]): number {
  const decoder = new LineDecoder(benchRules, group.length);
  for (const { offset, bytes } of group) decoder.take(offset, bytes, 0, bytes.length);
  return decoder.finish().numRows;
}

/** The least any reader of JSON bytes does. */
function parseRecord({ bytes }: RawRecord): unknown {
  return parsed(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8'));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
