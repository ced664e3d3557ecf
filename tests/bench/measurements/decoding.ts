import { createReadStream } from 'node:fs';
import { toArrow } from '../../../pipelines/scoring/batch.ts';
import { decode, type RawRecord } from '../../../pipelines/scoring/decode.ts';
import { wardEvent } from '../../../schemas/ward-event.ts';
import { lines } from '../../../services/replay/lines.ts';
import { PORTION_EVENTS } from '../../../services/replay/portion.ts';
import { expectEqual } from '../expect.ts';
import type { Figure } from '../figures.ts';
import { benchWards } from '../hospital.ts';
import { medianSeconds, secondsOf } from '../timing.ts';

/** From bytes to Arrow, step by step, over the first portion of an NDJSON file held in memory. */
export async function decoding({ ndjson }: { ndjson: string }): Promise<Figure[]> {
  const records = await firstPortion(ndjson);
  const texts = records.map(({ bytes }) => Buffer.from(bytes).toString('utf8'));
  const values = texts.map(parsed).filter((value) => value !== undefined);
  const { events, rejected } = decode(records, benchWards);
  expectEqual('records', { read: records.length, decoded: events.length + rejected.length });
  const seconds = await medianSeconds(
    {
      parse: () => secondsOf(() => records.forEach(parseRecord)),
      parseText: () => secondsOf(() => texts.forEach(parsed)),
      decode: () => secondsOf(() => decode(records, benchWards)),
      zod: () => secondsOf(() => values.forEach((value) => wardEvent.safeParse(value))),
      toArrow: () => secondsOf(() => toArrow(events)),
    },
    1,
  );
  const all = records.length;
  const limit = 'JSON.parse of bytes';
  return [
    { stage: limit, events: all, seconds: seconds.parse },
    { stage: 'JSON.parse of text', events: all, seconds: seconds.parseText },
    { stage: 'decode: JSON.parse and validation', events: all, seconds: seconds.decode, limit },
    { stage: 'zod on parsed values', events: values.length, seconds: seconds.zod },
    { stage: 'toArrow', events: events.length, seconds: seconds.toArrow },
  ];
}

async function firstPortion(ndjson: string): Promise<RawRecord[]> {
  for await (const { records } of lines(createReadStream(ndjson), 0, PORTION_EVENTS)) {
    return records;
  }
  return [];
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
