import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { encounterHour } from './encounter-hour.ts';
import { withSection } from './markdown.ts';
import { model } from './model.ts';
import { referenceTables } from './reference-tables.ts';
import { site } from './site.ts';
import { wardEvent } from './ward-event.ts';
import { wardHour } from './ward-hour.ts';

/** JSON Schemas of the input and output, generated from the zod schemas. */
const SCHEMAS = {
  'ward-event': z.toJSONSchema(wardEvent, { io: 'input' }),
  site: z.toJSONSchema(site, { io: 'input' }),
  model: z.toJSONSchema(model),
  'encounter-hour': z.toJSONSchema(encounterHour),
  'ward-hour': z.toJSONSchema(wardHour),
};

const README = new URL('README.md', import.meta.url);

/** Each generated file with its text: the JSON Schemas, and the README with its tables. */
export function generatedFiles(): { url: URL; text: string }[] {
  const schemas = Object.entries(SCHEMAS).map(([name, schema]) => ({
    url: new URL(`json/${name}.schema.json`, import.meta.url),
    text: `${JSON.stringify(schema, null, 2)}\n`,
  }));
  const readme = Object.entries(referenceTables()).reduce(
    (text, [name, table]) => withSection(text, name, table),
    readFileSync(README, 'utf8'),
  );
  return [...schemas, { url: README, text: readme }];
}

/** Names of the committed files that differ from what the zod schemas generate. */
export function outdatedFiles(): string[] {
  return generatedFiles()
    .filter(({ url, text }) => readFileSync(url, 'utf8') !== text)
    .map(({ url }) => url.pathname.split('/').at(-1)!);
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { url, text } of generatedFiles()) writeFileSync(url, text);
}
