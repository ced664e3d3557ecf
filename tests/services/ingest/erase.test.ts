import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { DeadLetters } from '../../../services/ingest/dead-letters.ts';
import { eraseLetters } from '../../../services/ingest/erase.ts';

const folder = mkdtempSync(join(tmpdir(), 'vi-letters-'));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('of many letters, small and large, those go that name the encounter, wherever in them', async () => {
  const path = join(folder, 'ingest.duckdb');
  const letters = await DeadLetters.open(path);
  const fault = { reason: 'malformed-json', pointer: '', detail: 'Expected JSON' } as const;
  const raw = (text: string) => ({ ...fault, offset: 0, raw: Buffer.from(text) });
  const filling = 'x '.repeat(2 * 1024 * 1024);
  const named = [`E-4711`, `${filling}E-4711`, `E-4711 ${filling}`];
  const others = [...Array.from({ length: 1200 }, (_, n) => `E-${n + 5000}`), `${filling}E-47110`];
  await letters.put([...named, ...others].map(raw));
  const because = { because: 'other', by: 'Eva' } as const;
  await letters.dismiss({ numbers: [1, 2] }, { ...because, note: 'Prov.' });
  await letters.dismiss({ numbers: [10] }, { ...because, note: 'Gäller E-4711.' });
  await letters.dismiss({ numbers: [11] }, { ...because, note: 'Gäller E-47110.' });
  await letters.close();
  const warehouse = await Warehouse.open(path);
  const connection = await warehouse.connect();
  expect(
    await connection.transaction(() => eraseLetters(connection, { encounterId: 'E-4711' })),
  ).toBe(3);
  const left =
    'select count(*) as n from dead_letter where number in (select number from dead_letter_piece)';
  expect(await connection.rows(left)).toEqual([{ n: others.length }]);
  expect(
    await connection.rows('select count(distinct number) as n from dead_letter_piece'),
  ).toEqual([{ n: others.length }]);
  const dismissed = 'select number, note from dead_letter_dismissal order by number';
  expect(await connection.rows(dismissed)).toEqual([
    { number: 10, note: null },
    { number: 11, note: 'Gäller E-47110.' },
  ]);
  expect(await connection.rows('select count(*) as n from dead_letter_origin')).toEqual([
    { n: others.length },
  ]);
  await warehouse.close();
});
