import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { decode } from '../../pipelines/events/decode.ts';
import { eventRules } from '../../pipelines/events/event-rules.ts';
import { isPlainLines } from '../../schemas/plain-text.ts';
import { readSite } from '../../services/files/site-file.ts';
import { InputError } from '../../services/platform/input-error.ts';
import { anything, record, site, text } from './inputs.ts';
import { Share } from './runs.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-fuzz-site-'));
const file = join(folder, 'site.json');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const field = fc.constantFrom(
  'siteId',
  'name',
  'timeZone',
  'shifts',
  'wards',
  'switches',
  '__proto__',
  'wardz',
);
const ofWard = fc.constantFrom(
  'wardId',
  'name',
  'type',
  'beds',
  'nightPatientsPerStaff',
  '__proto__',
);
const bytes = fc
  .record({
    spoilt: fc.array(fc.tuple(field, anything), { maxLength: 1 }),
    ofWards: fc.array(fc.tuple(fc.nat(2), ofWard, fc.oneof(text, anything)), { maxLength: 2 }),
    encoding: fc.constantFrom(...(['utf8', 'utf8', 'utf8', 'latin1', 'utf16le'] as const)),
    mark: fc.boolean(),
  })
  .map(({ spoilt, ofWards, encoding, mark }) => {
    const wards = site.wards.map((ward, at) =>
      Object.fromEntries([
        ...Object.entries(ward),
        ...ofWards.filter(([of]) => of === at).map(([, name, value]) => [name, value] as const),
      ]),
    );
    const whole = Object.fromEntries([...Object.entries({ ...site, wards }), ...spoilt]);
    return Buffer.from(`${mark ? '\ufeff' : ''}${JSON.stringify(whole)}`, encoding);
  });

const share = new Share(0.01, { fewest: 40 });
test(
  'every site file is read and serves, or is refused by its name and field',
  async () => {
    await share.assert(
      'site files',
      fc.asyncProperty(bytes, fc.array(record, { maxLength: 5 }), async (content, lines) => {
        writeFileSync(file, content);
        const read = await readSite(file).catch((error) => {
          expect(error).toBeInstanceOf(InputError);
          expect(error.message).toContain(file);
          return null;
        });
        if (read === null) return;
        for (const { name, type, wardId } of read.wards) {
          for (const each of [name, type, wardId]) expect(isPlainLines(each)).toBe(true);
        }
        const rules = eventRules(read);
        const records = lines.map((each, offset) => ({ offset, bytes: each }));
        const { events, rejected } = decode(records, rules);
        expect(events.length + rejected.length).toBe(records.length);
      }),
    );
  },
  share.timeout,
);
