import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { cli } from '../../support/cli.ts';

const ROOT = join(import.meta.dirname, '../../..');
const MESSAGES = join(ROOT, 'tests/fixtures/adapters/hl7v2');
const EXAMPLES = join(ROOT, 'services/adapters/examples');
const folder = mkdtempSync(join(tmpdir(), 'adapters-try-'));
afterAll(() => rmSync(folder, { recursive: true }));

const files = readdirSync(MESSAGES, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.hl7'))
  .map((name) => join(MESSAGES, name));

/** Fields that identify somebody: patients, relatives, staff. */
const PERSONAL: Readonly<Record<string, readonly number[]>> = {
  PID: [2, 3, 4, 5, 6, 7, 9, 11, 12, 13, 14, 18, 19, 20, 21, 23],
  NK1: [2, 4, 5, 6, 7, 12, 13, 30, 31, 32, 33],
  MRG: [1, 2, 3, 4, 5, 6, 7],
  PV1: [7, 8, 9, 17, 19, 50, 52],
};
/** Fields whose words the report and the events may have. */
const SHOWN: Readonly<Record<string, readonly number[]>> = {
  MSH: [9],
  PV1: [2, 3, 6],
  OBX: [3, 6],
  RXA: [5, 7],
  RXR: [1],
};

/** Parts of fields, whatever separators they have. */
function partsOf(text: string, fields: Readonly<Record<string, readonly number[]>>): string[] {
  return text.split(/[\r\n\v\0]+/).flatMap((line) => {
    const cells = line.trimStart().split('|');
    const numbers = fields[cells[0]!] ?? [];
    return numbers.flatMap((at) => (cells[at] ?? '').split(/[\^~&]/)).map((part) => part.trim());
  });
}

/** Words of a place or code are no names; times and counts have up to four digits. */
function personalParts(): string[] {
  const texts = files.map((file) => readFileSync(file, 'utf8'));
  const shown = new Set(texts.flatMap((text) => partsOf(text, SHOWN)));
  const parts = texts.flatMap((text) => partsOf(text, PERSONAL));
  const isTelling = (part: string) => /\d{5}/.test(part) || /^(?=.*\p{L}).{4,}$/u.test(part);
  return [...new Set(parts)].filter((part) => isTelling(part) && !shown.has(part));
}

/** The text without pseudonyms, whose characters are random, and without names of the mapping. */
const withoutPseudonyms = (text: string) =>
  text.replaceAll(
    /RenalWard|OtherWard|visitNumberMissing|"id":"\w\.[\w-]{22}"|"encounterId":"[\w-]{22}"/g,
    '',
  );

test('of all files of messages nothing that identifies somebody comes out', () => {
  const mapping = join(folder, 'mapping.json');
  const settings = JSON.parse(readFileSync(join(EXAMPLES, 'hl7-regional.json'), 'utf8'));
  settings.places = { ...settings.places, RenalWard: '31A', OtherWard: '31B' };
  settings.classes.ignore = ['O'];
  settings.channels[0].processing = ['P', 'T', 'D'];
  settings.channels[0].provides.push('medications');
  writeFileSync(mapping, JSON.stringify(settings));
  const [out, proposal] = [join(folder, 'events.ndjson'), join(folder, 'proposal.json')];
  const options = ['--site', join(EXAMPLES, 'site.json'), '--now', '2026-11-27T00:00:00Z'];
  const run = cli(
    'adapters',
    'try',
    mapping,
    ...files,
    ...options,
    '--out',
    out,
    '--propose',
    proposal,
  );
  expect(run.status).toBe(3);
  expect(run.stdout).toBe('');
  const printed = cli('adapters', 'try', mapping, ...files, ...options);
  const events = readFileSync(out, 'utf8');
  expect(events.split('\n').length).toBeGreaterThan(250);
  expect(printed.stdout.split('\n').length).toBe(events.split('\n').length);
  expect(run.stderr).toMatch(/^adt +messages +\d/m);

  const personal = personalParts();
  // the search finds what it looks for: all of it stands in the files
  expect(personal.length).toBeGreaterThan(1000);
  const all = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  expect(personal.filter((part) => !withoutPseudonyms(all).includes(part))).toEqual([]);
  const texts = { events, proposal: readFileSync(proposal, 'utf8'), ...printed, first: run.stderr };
  for (const [name, text] of Object.entries(texts)) {
    const rest = withoutPseudonyms(String(text));
    const found = personal.filter((part) => rest.includes(part));
    expect(found, name).toEqual([]);
  }
});

test('a mapping file with mistakes is refused with their lines', () => {
  const mapping = join(folder, 'faulty.json');
  const text = readFileSync(join(EXAMPLES, 'hl7-regional.json'), 'utf8');
  writeFileSync(mapping, text.replace('"31B": "31B"', '"31B": "31C"').replace('"P"]', '"I"]'));
  const site = join(EXAMPLES, 'site.json');
  const lines = text.split('\n');
  const lineOf = (words: string) => 1 + lines.findIndex((line) => line.includes(words));
  const check = cli('adapters', 'check', mapping, '--site', site);
  expect(check.status).toBe(1);
  expect(check.stderr).toContain(`${mapping}:${lineOf('"31B": "31B"')}: places/31B: `);
  expect(check.stderr).toContain(`${mapping}:${lineOf('"P"]')}: classes/ignore/2: `);
  expect(cli('adapters', 'try', mapping, MESSAGES, '--site', site).status).toBe(1);
  for (const name of ['hl7-regional.json', 'tables-and-roster.json']) {
    expect(cli('adapters', 'check', join(EXAMPLES, name), '--site', site).status).toBe(0);
  }
});

test('a trial ends with 0 if all is used, and 2 without inputs', () => {
  const mapping = join(folder, 'example.json');
  const text = readFileSync(join(EXAMPLES, 'hl7-regional.json'), 'utf8');
  const pain = '{ "system": "local", "code": "SMARTA", "to": "pain" },';
  const decided = text
    .replace('"RTG"', '"31Ö": "31B", "RTG"')
    .replace('"codes": [', `"codes": [${pain}`);
  writeFileSync(mapping, decided);
  const day = join(EXAMPLES, 'hl7-day.hl7');
  expect(cli('adapters', 'try', mapping, day).status).toBe(0);
  expect(cli('adapters', 'try', join(EXAMPLES, 'hl7-regional.json'), day).status).toBe(3);
  expect(cli('adapters', 'try', mapping).status).toBe(2);
});
