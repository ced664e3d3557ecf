import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { afterAll, expect, test } from 'vitest';
import { wardEvent } from '../../../schemas/ward-event.ts';
import { importRosterCommand } from '../../../services/commands/import-roster.ts';

const folder = mkdtempSync(join(tmpdir(), 'import-roster-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ward = { type: 'medicine', beds: 9, nightPatientsPerStaff: 8 };
const files = {
  map: {
    ...{ source: 'schedule', basis: 'planned' },
    roster: {
      ...{
        ward: 'Enhet',
        person: 'Anst',
        role: 'Kategori',
        date: 'Datum',
        start: 'Start',
        end: 'Slut',
      },
      ...{ activity: 'Aktivitet', activities: { Arbete: 'work', Semester: 'absence' } },
      roles: { Sjuksköterska: 'rn', Undersköterska: 'na', Läkare: 'ignore' },
    },
  },
  site: { siteId: 'x', model: 'vi-1', name: 'x', wards: [{ wardId: '31A', name: 'x', ...ward }] },
};

test('writes staffing events that ingest accepts', async () => {
  const at = (name: string) => join(folder, name);
  for (const [name, value] of Object.entries(files)) writeFileSync(at(name), JSON.stringify(value));
  const roster = new URL('../../fixtures/adapters/tables/schema.csv', import.meta.url);
  const program = new Command();
  importRosterCommand(program);
  const options = ['--map', at('map'), '--site', at('site'), '--out', at('out.ndjson')];
  await program.parseAsync(['roster', fileURLToPath(roster), ...options], { from: 'user' });
  const lines = readFileSync(at('out.ndjson'), 'utf8').trimEnd().split('\n');
  const events = lines.map((line) => wardEvent.parse(JSON.parse(line)));
  expect(events).toHaveLength(30);
  expect(events[0]).toMatchObject({ type: 'staffing', wardId: '31A', role: 'na', headcount: 0.25 });
});
