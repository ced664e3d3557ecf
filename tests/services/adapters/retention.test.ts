import { afterEach, expect, it } from 'vitest';
import { MICROS_PER_DAY } from '../../../schemas/instant.ts';
import { noteTotals } from '../../../services/adapters/journal/notes.ts';
import { deleteOld } from '../../../services/adapters/journal/retention.ts';
import type { AdapterService } from '../../../services/adapters/service.ts';
import { KeptEvents, movement, NOW, openAdapters, settle, taken } from './hospital.ts';

let service: AdapterService;
afterEach(() => service.stop());

const days = { visitDays: 400, uncountedDays: 30, refusedDays: 14 };
const clean = (after: number) =>
  service.journal.use((connection) => deleteOld(connection, days, NOW + after * MICROS_PER_DAY));
const rowsOf = async (table: string) => {
  const [row] = await service.journal.read((connection) =>
    connection.rows<{ n: number }>(`select count(*) as n from ${table}`),
  );
  return row!.n;
};

it('keeps a visit for its days, and notes what comes for it later', async () => {
  const sink = new KeptEvents();
  service = await openAdapters({ sink });
  await service.journal.take([
    taken(movement('A01')),
    taken(movement('A01', { visit: 'V2', place: 'X' })),
  ]);
  await settle(service);
  await service.journal.refuse({
    ...{ channel: 'hl7', receivedAt: NOW, reason: 'not-hl7', detail: 'no MSH' },
    bytes: Buffer.from('x'),
  });
  await clean(13);
  expect([await rowsOf('extract'), await rowsOf('refused_piece')]).toEqual([2, 1]);
  await clean(31);
  expect([await rowsOf('extract'), await rowsOf('refused_piece')]).toEqual([1, 0]);
  await clean(399);
  expect([await rowsOf('extract'), await rowsOf('published')]).toEqual([1, 1]);
  await clean(401);
  expect([await rowsOf('extract'), await rowsOf('published')]).toEqual([0, 0]);
  await service.journal.take([taken(movement('A03', { at: '1100' }))]);
  await settle(service);
  expect(sink.versions.map(({ type }) => type)).toEqual(['admission']);
  const notes = await service.journal.read((connection) => noteTotals(connection));
  expect(notes.map(({ reason }) => reason)).toEqual(['closed']);
});
