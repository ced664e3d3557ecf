import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { GENESIS, lineHash } from '../../../services/security/audit/audit-entry.ts';
import { faultBy, headPaths } from '../../../services/security/audit/audit-head.ts';
import { searchAudit } from '../../../services/security/audit/audit-search.ts';
import { verify } from '../../../services/security/audit/audit-verify.ts';
import { examine, type Finding } from '../../../services/state/examine.ts';
import { cli } from '../../support/cli.ts';
import { GuardedApp } from './app.ts';

let house: GuardedApp;
beforeEach(async () => {
  house = await new GuardedApp().open();
  for (let n = 0; n < 5; n++) await ask();
});
afterEach(() => house.end());

const ask = (url = '/v1/wards') => house.status(url, house.localKey);
const audit = () => join(house.folder, 'audit');
const restart = async () => {
  await house.close();
  house = await new GuardedApp(house.folder).open();
};
const reasons = () =>
  house.access.checks.filter(({ applies }) => applies()).map(({ reason }) => reason);
const lines = () => readFileSync(house.auditFile(), 'utf8').trimEnd().split('\n');
const rewrite = (all: string[]) => writeFileSync(house.auditFile(), `${all.join('\n')}\n`);

/** What may happen to an audit, by anyone who can write the folder. */
const LOSSES: [string, () => void][] = [
  ['moved away', () => renameSync(audit(), join(house.folder, 'elsewhere'))],
  ['removed', () => rmSync(audit(), { recursive: true })],
  ['cut by a line', () => rewrite(lines().slice(0, -1))],
  ['cut within a line', () => truncateSync(house.auditFile(), 700)],
  ['emptied', () => writeFileSync(house.auditFile(), '')],
  ['replaced by one with a chain of its own', () => forge()],
];

/** An audit of as many lines whose chain holds, as someone who knows how would make it. */
function forge(): void {
  let previous = GENESIS;
  rewrite(
    lines().map((line) => {
      const forged = JSON.stringify({ ...JSON.parse(line), subject: 'nobody', previous });
      previous = lineHash(forged);
      return forged;
    }),
  );
}

describe.each(LOSSES)('an audit that is %s', (_, lose) => {
  test('while the server runs is known at once', () => {
    expect(reasons()).toEqual([]);
    lose();
    expect(reasons()).toEqual(['audit']);
  });

  test('while it stands still is known at the start, until it is accepted', async () => {
    await house.close();
    lose();
    house = await new GuardedApp(house.folder).open();
    expect(reasons()).toEqual(['audit']);
    // lines go on, and the loss stays known over another start
    expect(await ask()).toBe(200);
    await restart();
    expect(reasons()).toEqual(['audit']);
    const verified = cli('audit', 'verify', '--data', house.folder);
    expect(verified.status).toBe(1);
    expect(verified.stderr).toMatch(/line 5 is (not there|another)|does not follow/);
    await house.close();
    expect(cli('audit', 'accept', '--data', house.folder).status).toBe(0);
    house = await new GuardedApp(house.folder).open();
    expect(reasons()).toEqual([]);
    expect(await ask()).toBe(200);
    expect(reasons()).toEqual([]);
  });
});

test('what is put back is no fault any more, without a restart', async () => {
  renameSync(audit(), join(house.folder, 'elsewhere'));
  expect(reasons()).toEqual(['audit']);
  renameSync(join(house.folder, 'elsewhere'), audit());
  await expect.poll(reasons).toEqual([]);
  expect((await verify(audit())).breaks).toEqual([]);
});

describe('the note of the last line', () => {
  const DAMAGES: [string, (path: string) => void][] = [
    ['lost', (path) => rmSync(path)],
    ['damaged', (path) => writeFileSync(path, '{"seq":5,"ha')],
  ];
  const two = () => headPaths(audit());
  const copies = (paths = two()) => paths.map((path) => readFileSync(path, 'utf8'));

  describe.each(DAMAGES)('that is %s', (_, damage) => {
    test.each([0, 1])('in one copy (%i) is made again from the other', async (index) => {
      await house.close();
      const before = copies();
      expect(before[0]).toMatch(/^\{"seq":5,/);
      expect(before[0]).toBe(before[1]);
      damage(two()[index]!);
      house = await new GuardedApp(house.folder).open();
      expect(reasons()).toEqual([]);
      expect(copies()).toEqual(before);
    });

    test.each([0, 1])('in one copy (%i) hides no missing line', async (index) => {
      await house.close();
      damage(two()[index]!);
      rewrite(lines().slice(0, -1));
      house = await new GuardedApp(house.folder).open();
      expect(reasons()).toEqual(['audit']);
    });

    test('in every copy is a fault until the audit is accepted', async () => {
      await house.close();
      for (const path of two()) damage(path);
      rewrite(lines().slice(0, -1));
      house = await new GuardedApp(house.folder).open();
      expect(reasons()).toEqual(['audit']);
      await restart();
      expect(reasons()).toEqual(['audit']);
      const verified = cli('audit', 'verify', '--data', house.folder);
      expect(verified.status).toBe(1);
      expect(verified.stderr).toContain('no copy of the note of its last line can be read');
      expect(verified.stderr).toMatch(/warning: \S+audit-head\.json (is missing|cannot be read)/);
      // a server that runs notices
      expect(cli('audit', 'accept', '--data', house.folder).status).toBe(0);
      await expect.poll(reasons).toEqual([]);
      await restart();
      expect(reasons()).toEqual([]);
    });
  });

  test('is there before the first line: a server that is killed at once starts again', async () => {
    const fresh = await new GuardedApp().open();
    for (const path of headPaths(join(fresh.folder, 'audit'))) {
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual({ seq: 0, hash: GENESIS });
    }
    await fresh.end();
  });

  test('on another disk survives all that is in the data folder', async () => {
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'vi-elsewhere-')), 'head.json');
    const open = () => new GuardedApp(house.folder).open({ auditHead: elsewhere });
    await house.close();
    house = await open();
    await ask();
    await house.close();
    expect(readFileSync(elsewhere, 'utf8')).toMatch(/^\{"seq":6,/);
    for (const path of [audit(), ...two()]) rmSync(path, { recursive: true });
    house = await open();
    expect(reasons()).toEqual(['audit']);
    await house.close();
    const verified = cli('audit', 'verify', '--data', house.folder, '--audit-head', elsewhere);
    expect(verified.stderr).toContain('line 6 is not there');
    expect(cli('audit', 'accept', '--data', house.folder, '--audit-head', elsewhere).status).toBe(
      0,
    );
    house = await open();
    expect(reasons()).toEqual([]);
    rmSync(join(elsewhere, '..'), { recursive: true });
  });
});

test('a line noted elsewhere shows whether it is there', async () => {
  await house.close();
  const { stdout } = cli('audit', 'verify', '--data', house.folder);
  const noted = stdout.trim().split(' ').at(-1)!;
  expect(noted).toMatch(/^5:[0-9a-f]{64}$/);
  const verified = (...more: string[]) => cli('audit', 'verify', '--data', house.folder, ...more);
  expect(verified('--expect', noted).status).toBe(0);
  expect(verified('--expect', noted.replace(':', ':0').slice(0, -1)).status).toBe(1);
  expect(verified('--expect', `9${noted.slice(1)}`).status).toBe(1);
  expect(verified('--expect', 'nonsense').status).toBe(2);
  rmSync(audit(), { recursive: true });
  for (const path of headPaths(audit())) rmSync(path);
  expect(verified('--expect', noted).stderr).toContain('line 5 is not there');
  house = await new GuardedApp(house.folder).open();
});

/** What may follow the last line: nothing sensible, the beginning of the next, a number with nothing behind it. */
const FRAGMENTS = [
  'garbage',
  '{"at":"2026-01-05T12:00:00.000Z","seq":6,"subj',
  '{"at":"","seq":6,',
];
describe.each(FRAGMENTS)('an audit that ends in %s', (fragment) => {
  const headOf = (line: string) => ({ seq: JSON.parse(line).seq as number, hash: lineHash(line) });

  test('has the number and hash of its last whole line, and those of later ones too', async () => {
    await house.close();
    const pair = headOf(lines().at(-1)!);
    appendFileSync(house.auditFile(), fragment);
    const verified = await verify(audit());
    expect(verified).toMatchObject({ last: 5, hash: pair.hash, breaks: [] });
    expect(verified.fragment).toEqual({ file: '2026-01.ndjson', line: 6 });
    expect(await faultBy(audit(), pair)).toBeNull();
    // what comes next has the number that the fragment had
    house = await new GuardedApp(house.folder).open();
    expect(reasons()).toEqual([]);
    expect(await ask()).toBe(200);
    const [note, next] = lines().slice(-2).map(headOf);
    expect(await verify(audit())).toMatchObject({ last: 7, hash: next!.hash, fragment: null });
    for (const each of [pair, note!, next!]) expect(await faultBy(audit(), each)).toBeNull();
  });
});

test('what "audit verify" prints of a cut-off end is taken as --expect', async () => {
  await house.close();
  const pair = `5:${lineHash(lines().at(-1)!)}`;
  appendFileSync(house.auditFile(), 'garbage');
  const verified = cli('audit', 'verify', '--data', house.folder, '--expect', pair);
  expect(verified.stdout).toBe(`5 entries, 1 to 5, ${pair}\n`);
  expect(verified.stderr).toMatch(/^warning: \S+, line 6: a fragment follows[^\n]*\n$/);
  expect(verified.status).toBe(0);
  house = await new GuardedApp(house.folder).open();
});

test('what is accepted with a fragment at its end is the last whole line', async () => {
  await house.close();
  rewrite(lines().slice(0, -1));
  appendFileSync(house.auditFile(), 'garbage');
  expect(cli('audit', 'accept', '--data', house.folder).status).toBe(0);
  house = await new GuardedApp(house.folder).open();
  expect(reasons()).toEqual([]);
  expect(await ask()).toBe(200);
  expect(reasons()).toEqual([]);
});

test('the metrics and readiness of one that cannot be written', async () => {
  renameSync(audit(), join(house.folder, 'elsewhere'));
  writeFileSync(audit(), 'in the way');
  expect(await ask()).toBe(503);
  expect(reasons()).toEqual(['audit']);
  rmSync(audit());
  renameSync(join(house.folder, 'elsewhere'), audit());
  // though nobody calls
  await expect.poll(reasons).toEqual([]);
});

describe('a search', () => {
  const found = async (filter: Parameters<typeof searchAudit>[1]) => {
    const seqs: number[] = [];
    for await (const { entry } of searchAudit(audit(), filter)) seqs.push(entry.seq);
    return seqs;
  };

  test('finds by patient, also in lists, by subject, ward, route and time', async () => {
    await house.close();
    const base = { kind: 'key', method: 'GET', scope: '*', status: 200, rows: 1, purpose: null };
    const about = [
      {
        subject: 'Eva (aaaabbbb)',
        route: '/v1/wards/:wardId/encounters',
        encounters: ['E1', 'E2'],
      },
      {
        subject: 'Eva (aaaabbbb)',
        route: '/v1/encounters/:encounterId/intensity',
        encounterId: 'E1',
      },
      { subject: 'Bo "E1" (ccccdddd)', route: '/v1/wards/:wardId/intensity', wardId: 'E1' },
      { subject: 'Bo "E1" (ccccdddd)', route: '/v1/compare', asked: { wards: 'A,E1' } },
      { subject: 'Eva (aaaabbbb)', route: '/v1/wards/:wardId/encounters', encounters: ['E11'] },
    ];
    const text = about.map((each, n) => {
      const at = `2026-03-0${n + 1}T00:00:00.000Z`;
      return JSON.stringify({ at, seq: n + 11, ...base, ...each, traceId: 't', previous: 'x' });
    });
    writeFileSync(house.auditFile('2026-03'), `${text.join('\n')}\n{"at":"2026-03-09`);
    expect(await found({ encounterId: 'E1' })).toEqual([11, 12]);
    expect(await found({ wardId: 'E1' })).toEqual([13, 14]);
    expect(await found({ subject: 'ccccdddd' })).toEqual([13, 14]);
    expect(await found({ subject: 'Bo "E1" (ccccdddd)' })).toEqual([13, 14]);
    expect(await found({ route: '/v1/wards/:wardId/encounters' })).toEqual([11, 15]);
    const second = Date.parse('2026-03-02T00:00:00Z');
    expect(await found({ from: second })).toEqual([12, 13, 14, 15]);
    expect(await found({ from: second, to: second + 1 })).toEqual([12]);
    expect(await found({ to: second })).toEqual([1, 2, 3, 4, 5, 11]);
    const printed = cli('audit', 'search', '--data', house.folder, '--encounter', 'E1');
    expect(
      printed.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).seq),
    ).toEqual([11, 12]);
    expect(cli('audit', 'search', '--data', house.folder, '--from', 'now').status).toBe(2);
    house = await new GuardedApp(house.folder).open();
    const answer = await house.get('/v1/audit?encounterId=E1&limit=1', house.localKey);
    const { entries, next } = answer.json();
    expect(entries).toMatchObject([{ seq: 11 }]);
    expect((await house.get(next, house.localKey)).json()).toMatchObject({
      entries: [{ seq: 12 }],
    });
  });

  test('of a narrow time at the end of a long log takes a tick of it apart', async () => {
    await house.close();
    const line = readFileSync(house.auditFile(), 'utf8').trimEnd().split('\n')[0]!;
    const later = line.replace('2026-01-05', '2026-01-06').replace('"seq":1', '"seq":7');
    const many = `${`${line}\n`.repeat(20_000)}${later}\n`;
    writeFileSync(house.auditFile(), many);
    const parse = vi.spyOn(JSON, 'parse');
    expect(await found({ from: Date.parse('2026-01-06T00:00:00Z') })).toEqual([7]);
    expect(parse.mock.calls.length).toBe(1);
    parse.mockRestore();
    house = await new GuardedApp(house.folder).open();
  });
});

test('a line that was damaged in the middle is damage until it is accepted, and another change is damage again', async () => {
  const found = async (level: Finding['level']) => {
    const findings: Finding[] = [];
    for await (const each of examine({ data: house.folder })) findings.push(each);
    return findings.filter((each) => each.of === 'audit' && each.level === level);
  };
  const damage = (line: number) =>
    rewrite(lines().map((text, at) => (at === line - 1 ? `${text.slice(0, -1)} }` : text)));
  await house.close();
  damage(3);
  const [first] = await found('damage');
  expect(first!.what).toContain('line 4: does not follow the line before as that stands');
  expect(first!.command).toBe(`npm run cli -- audit accept --data ${house.folder}`);
  const accept = () => cli('audit', 'accept', '--data', house.folder).status;
  expect(accept()).toBe(0);
  expect(await found('damage')).toEqual([]);
  expect((await found('note')).map(({ what }) => what)).toEqual([
    expect.stringMatching(/line 4: does not follow .*; accepted as it is$/),
  ]);
  const verified = cli('audit', 'verify', '--data', house.folder);
  expect(verified.stderr).toMatch(/^warning: .*line 4: .*accepted as it is$/m);
  expect(verified.status).toBe(0);
  // lines that come since change nothing of it
  house = await new GuardedApp(house.folder).open();
  expect(await ask()).toBe(200);
  await house.close();
  expect(await found('damage')).toEqual([]);
  damage(3);
  expect(await found('damage')).toHaveLength(1);
  damage(5);
  expect(await found('damage')).toHaveLength(2);
  expect(accept()).toBe(0);
  expect(await found('damage')).toEqual([]);
  house = await new GuardedApp(house.folder).open();
});
