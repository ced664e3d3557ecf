import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { encounterHour } from './encounter-hour.ts';
import { model } from './model.ts';
import { site } from './site.ts';
import { wardEvent } from './ward-event.ts';
import { wardHour } from './ward-hour.ts';

/** JSON Schemas of what goes in and out, generated from the zod schemas. */
const SCHEMAS = {
  'ward-event': z.toJSONSchema(wardEvent, { io: 'input' }),
  site: z.toJSONSchema(site, { io: 'input' }),
  model: z.toJSONSchema(model),
  'encounter-hour': z.toJSONSchema(encounterHour),
  'ward-hour': z.toJSONSchema(wardHour),
};

/** The file of each generated schema, with its text. */
export function generatedSchemas(): { url: URL; text: string }[] {
  return Object.entries(SCHEMAS).map(([name, schema]) => ({
    url: new URL(`json/${name}.schema.json`, import.meta.url),
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }));
}

/** Names of the schemas whose committed file is not what the zod schemas say. */
export function driftedSchemas(): string[] {
  return generatedSchemas()
    .filter(({ url, text }) => readFileSync(url, 'utf8') !== text)
    .map(({ url }) => url.pathname.split('/').at(-1)!);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { url, text } of generatedSchemas()) writeFileSync(url, text);
}
