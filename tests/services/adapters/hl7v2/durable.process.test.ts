import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Border } from '../../../../services/adapters/border.ts';
import { AdapterJournal } from '../../../../services/adapters/journal/journal.ts';
import { read } from './messages.ts';
import { nthMessage, Sender, startListener } from './sender.ts';

const MESSAGES = Number(process.env.HL7_MESSAGES ?? 1_200);
const KILLS = 3;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hl7-durable-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** What the journal keeps, each extract once and in an order of its content. */
async function kept(): Promise<string[]> {
  const border = new Border(Buffer.alloc(32, 1));
  const journal = await AdapterJournal.open(join(folder, 'adapters.duckdb'), {
    keyId: border.keyId,
  });
  const rows = await journal.read((connection) =>
    connection.rows<{ visit: string; body: string }>('select visit, body from extract'),
  );
  await journal.close();
  return rows.map(({ visit, body }) => `${visit} ${body}`).toSorted();
}

/** What is kept of a message, read in this process. */
function extractOf(number: number): string {
  const [extract] = read(nthMessage(number)).extracts;
  return `${extract!.visit} ${JSON.stringify(extract!.body)}`;
}

it('every message that was answered AA is in the journal, wherever the process is killed', async () => {
  const all = Array.from({ length: MESSAGES }, (_, number) => number);
  const accepted = new Set<number>();
  for (let round = 0; round <= KILLS; round++) {
    const { child, port } = await startListener(folder);
    const sender = await Sender.to(port);
    const sending = sender.send(all.filter((number) => !accepted.has(number)));
    if (round < KILLS) {
      // in the midst of it, at another point of a commit each time
      const enough = (MESSAGES * (round + 1)) / (KILLS + 2);
      while (accepted.size + sender.answers.size < enough) await wait(1 + round * 7);
      child.kill('SIGKILL');
    }
    await sending;
    for (const [number, code] of sender.answers) {
      expect(code).toBe('AA');
      accepted.add(Number(number.slice(1)));
    }
    sender.close();
    if (round === KILLS) child.kill('SIGTERM');
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    const present = new Set(await kept());
    expect([...accepted].filter((number) => !present.has(extractOf(number)))).toEqual([]);
  }
  expect(accepted.size).toBe(MESSAGES);
  // as if nothing had happened: each extract once, and no other
  expect(await kept()).toEqual(all.map(extractOf).toSorted());
});

it('a full disk: AE, and AA once there is room and the message is sent again', async () => {
  const { child, port } = await startListener(folder);
  const limit = (bytes: string) =>
    execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${bytes}:unlimited`]);
  const sender = await Sender.to(port);
  await sender.send([0]);
  expect(sender.answers.get('N0')).toBe('AA');
  // no file may become larger: writing fails, as on a full disk
  limit('4096');
  const numbers = Array.from({ length: 200 }, (_, at) => 1 + at);
  await sender.send(numbers);
  expect(numbers.map((number) => sender.answers.get(`N${number}`))).toEqual(
    numbers.map(() => 'AE'),
  );
  limit('unlimited');
  sender.answers.clear();
  await sender.send(numbers);
  expect(numbers.map((number) => sender.answers.get(`N${number}`))).toEqual(
    numbers.map(() => 'AA'),
  );
  sender.close();
  child.kill('SIGTERM');
  await once(child, 'exit');
  expect(await kept()).toEqual([0, ...numbers].map(extractOf).toSorted());
});
