import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect, test } from 'vitest';
import { generatedMappingFiles } from '../../../../services/adapters/mapping/generate.ts';

test('JSON Schema and tables of the mapping are generated (npm run schemas)', () => {
  for (const { url, text } of generatedMappingFiles()) {
    expect(readFileSync(url, 'utf8') === text, url.pathname).toBe(true);
  }
});

test('the generated schema takes a file with one of each kind of channel, and no other setting', () => {
  const [schema] = generatedMappingFiles();
  const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
    JSON.parse(schema!.text),
  );
  const shared = { source: 's', provides: ['movements'] };
  const file = {
    zone: 'Europe/Stockholm',
    keyFile: 'k',
    codes: [{ system: '*', code: 'BT', to: ['systolic-bp', 'diastolic-bp'], split: '/' }],
    channels: [
      { ...shared, kind: 'mllp', name: 'a', port: 2575 },
      { ...shared, kind: 'hl7-files', name: 'b', folder: '/in' },
      {
        ...{ ...shared, kind: 'table', name: 'c', folder: '/in' },
        tables: [{ kind: 'stays', file: '*', visit: 'V', key: ['V'], place: 'P', from: 'F' }],
      },
    ],
  };
  expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...file, zones: 1 })).toBe(false);
  expect(validate({ ...file, channels: [{ ...file.channels[0], kind: 'fax' }] })).toBe(false);
});
