import { join } from 'node:path';
import pino from 'pino';
import type { Micros } from '../../../../schemas/instant.ts';
import { Border } from '../../../../services/adapters/border.ts';
import { MllpListener } from '../../../../services/adapters/hl7v2/listen.ts';
import { AdapterJournal } from '../../../../services/adapters/journal/journal.ts';
import { mappingWith } from './messages.ts';

// a process that may be killed: listens, keeps what it takes in a journal in a folder, and prints its port
const [folder] = process.argv.slice(2) as [string];
const border = new Border(Buffer.alloc(32, 1));
const mapping = mappingWith();
const journal = await AdapterJournal.open(join(folder, 'adapters.duckdb'), { keyId: border.keyId });
const listener = new MllpListener({
  settings: () => mapping.channels[0]!,
  mapping: () => mapping,
  border,
  journal,
  log: pino({ level: 'silent' }),
  now: (): Micros => Date.now() * 1000,
});
await listener.start();
process.stdout.write(`${listener.port}\n`);
process.once('SIGTERM', async () => {
  await listener.stop();
  await journal.close();
});
