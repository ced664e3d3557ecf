import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, expect, test } from 'vitest';
import { until } from '../../process/live-server.ts';
import { held } from '../../support/held.ts';
import { admit, at, event, observe, siteWith } from '../../support/scenario.ts';
import { openServe } from '../../support/test-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-rescoring-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let logged = '';
const note = (line: string) => {
  logged += line;
};
const log = pino({ level: 'info' }, { write: note });
const open = (site = siteWith()) =>
  openServe({ data: folder, site, log, now: () => at('23:30') / 1000 });

test('a history is scored again behind: the old values are served, and the reason is named', async () => {
  const sender = { subject: 'adt', sources: '*' } as const;
  const first = await open();
  await first.start();
  const events = [admit('20'), event('23', { type: 'tick' })];
  await first.ingest.queue.submit({ events, rejected: [] }, sender);
  const minutes = (of: typeof first) => of.api.stream.current().wards[0]!.inside.minutes;
  await until('it is served', () => minutes(first) !== null);
  await until('it is ready', () => first.readiness.reasons().length === 0);
  const before = minutes(first)!;
  await first.stop();
  expect(logged).not.toContain('rescoring');

  const site = siteWith();
  const [a, ...others] = site.wards;
  // at night a nurse for five patients in place of ten
  const five = { ...a!, nightPatientsPerStaff: a!.nightPatientsPerStaff / 2 };
  const second = await open({ ...site, wards: [five, ...others] });
  const scoring = held(second.scorer.scorer, 'scoreSlice');
  const started = second.start();
  await until('it scores', scoring.isHeld);
  expect(second.readiness.reasons()).toEqual(['rescoring']);
  expect(second.rescoring).toEqual({ done: 0, of: 1 });
  expect(minutes(second)).toBe(before);
  expect(await second.status()).toMatchObject({ reasons: ['rescoring'] });
  // what comes meanwhile is stored
  const taken = await second.ingest.queue.submit(
    { events: [observe('23:20', 'heart-rate', 70)], rejected: [] },
    sender,
  );
  expect(taken).toEqual([{ status: 'accepted' }]);
  scoring.letGo();
  await started;
  expect(second.readiness.reasons()).toEqual([]);
  expect(second.rescoring).toBeNull();
  expect(minutes(second)).not.toBe(before);
  const lines = logged.trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toContainEqual(
    expect.objectContaining({ done: 1, of: 1, msg: 'rescoring in the background' }),
  );
  await second.stop();
});
