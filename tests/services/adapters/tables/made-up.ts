import { readFile } from 'node:fs/promises';
import { parseInstant } from '../../../../schemas/instant.ts';
import type { StoredExtract } from '../../../../services/adapters/adapter.ts';
import { Border } from '../../../../services/adapters/border.ts';
import { mapping, type TableChannel } from '../../../../services/adapters/mapping/schema.ts';
import { readTable } from '../../../../services/adapters/tables/extract.ts';

const shared = {
  visit: 'Kontakt-id',
  withdrawn: { column: 'Makulerad', is: ['1'] },
};
const code = (name: string, to: string | string[], more: object = {}) => {
  return { system: 'local', code: name, to, ...more };
};

/** The mapping that `expected-extract.json` describes. */
export const MAPPING = mapping.parse({
  zone: 'Europe/Stockholm',
  keyFile: 'key',
  places: { 'Kirurgi 31A – väst': '31A', Operation: 'outside' },
  codes: [
    code('Temp', 'temperature'),
    code('Blodtryck', ['systolic-bp', 'diastolic-bp'], { split: '/' }),
    code('Saturation', 'spo2'),
    code('Syrgasflöde', 'supplemental-oxygen'),
    code('Medvetandegrad', 'consciousness', { values: { 'Alert – A': 'A' } }),
    code('AF', 'respiratory-rate'),
    code('Puls', 'heart-rate'),
    code('Glukos', 'blood-glucose'),
    code('Vikt', 'weight'),
  ],
  channels: [
    {
      name: 'extract',
      kind: 'table',
      source: 'warehouse',
      folder: 'in',
      provides: ['movements', 'observations'],
      decimal: ',',
      tables: [
        {
          ...shared,
          kind: 'stays',
          file: 'vardkontakter*',
          place: 'Enhet',
          bed: 'Plats',
          from: 'In',
          to: 'Ut',
          planned: 'Planerad ut',
          recorded: 'Ändrad',
          key: ['Kontakt-id', 'In'],
        },
        {
          ...shared,
          kind: 'values',
          file: 'vitalparametrar*',
          code: 'Sökord',
          value: 'Värde',
          unit: 'Enhet',
          at: 'Tidpunkt',
          recorded: 'Registrerad',
          key: ['Rad'],
        },
      ],
    },
  ],
});
export const CHANNEL = MAPPING.channels[0] as TableChannel;
export const BORDER = new Border(new Uint8Array(32).fill(7));
export const WRITTEN = parseInstant('2026-11-01T00:00:00Z');

export const fixture = (name: string) =>
  readFile(new URL(`../../../fixtures/adapters/tables/${name}`, import.meta.url));

/** The pseudonym of a visit of the extract. */
export const visit = (number: string) => BORDER.pseudonym('visit', '', number);

/** Extracts of a file, as the journal has them. */
export async function extractsOf(
  bytes: Buffer,
  table: TableChannel['tables'][number],
  { receivedAt = WRITTEN, context = {} }: { receivedAt?: number; context?: object } = {},
): Promise<StoredExtract[]> {
  const shared = { channel: CHANNEL, mapping: MAPPING, border: BORDER, writtenAt: WRITTEN };
  const read = await readTable(bytes, table, { ...shared, ...context });
  if ('reason' in read) throw new Error(read.detail);
  return read.extracts.map((extract, sequence) => {
    return { ...extract, sequence, channel: 'extract', receivedAt };
  });
}
