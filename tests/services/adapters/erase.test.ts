import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { copyWhole } from '../../../pipelines/warehouse/rewrite.ts';
import { Warehouse } from '../../../pipelines/warehouse/warehouse.ts';
import { eraseFromAdapters } from '../../../services/adapters/journal/erase.ts';
import { border } from './hl7v2/messages.ts';
import { movement, newPath, openAdapters, settle, taken } from './hospital.ts';

const pseudonym = (visit: string) => border.pseudonym('visit', '', visit);

it('erases a visit and those merged into it, to the byte, and nothing of others', async () => {
  const path = await newPath();
  const service = await openAdapters({ path });
  await service.journal.take(
    [
      movement('A01'),
      movement('A01', { visit: 'V2', patient: 'P2', place: 'X' }),
      movement('A42', { visit: 'V1', at: '1100', lines: ['MRG|P2||||V2'] }),
      movement('A01', { visit: 'V3', patient: 'P3', place: 'B' }),
    ].map((text) => taken(text)),
  );
  await settle(service);
  await service.stop();

  const warehouse = await Warehouse.open(path);
  const connection = await warehouse.connect();
  await connection.transaction(() =>
    eraseFromAdapters(connection, { encounterId: pseudonym('V1') }),
  );
  await copyWhole(warehouse, `${path}.erasing`);
  await warehouse.close();
  const bytes = (await readFile(`${path}.erasing`)).toString('latin1');
  expect(bytes).not.toContain(pseudonym('V1'));
  expect(bytes).not.toContain(pseudonym('V2'));
  expect(bytes).toContain(pseudonym('V3'));
});
