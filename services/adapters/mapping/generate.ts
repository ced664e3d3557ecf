import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { withSection } from '../../../schemas/markdown.ts';
import { mappingTables } from './reference.ts';
import { mapping } from './schema.ts';

const SCHEMA = new URL('../../../schemas/json/adapter-mapping.schema.json', import.meta.url);
const README = new URL('README.md', import.meta.url);

/** The JSON Schema of mapping files, generated from the zod schema, and the README with the built-in tables. */
export function generatedMappingFiles(): { url: URL; text: string }[] {
  const schema = z.toJSONSchema(mapping, { io: 'input' });
  const readme = Object.entries(mappingTables()).reduce(
    (text, [name, table]) => withSection(text, name, table),
    readFileSync(README, 'utf8'),
  );
  return [
    { url: SCHEMA, text: `${JSON.stringify(schema, null, 2)}\n` },
    { url: README, text: readme },
  ];
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  for (const { url, text } of generatedMappingFiles()) writeFileSync(url, text);
}
