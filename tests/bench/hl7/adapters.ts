import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pino } from 'pino';
import type { WireEvent } from '../../../schemas/ward-event.ts';
import { Border } from '../../../services/adapters/border.ts';
import { AdapterService } from '../../../services/adapters/service.ts';
import { mappingWith } from '../../services/adapters/hl7v2/messages.ts';

// the product: listens, keeps, interprets and sends to an ingest that takes or refuses on demand
const [folder] = process.argv.slice(2) as [string];
const taken = new Map<string, WireEvent>();
let isDown = false;
const probe = createServer().listen(0, '127.0.0.1');
await once(probe, 'listening');
const address = probe.address();
const port = typeof address === 'object' ? address!.port : 0;
probe.close();
await once(probe, 'close');

const service = await AdapterService.open({
  path: join(folder, 'adapters.duckdb'),
  mapping: mappingWith({ port }, { places: { A: 'ward-a', B: 'ward-b' } }),
  border: new Border(Buffer.alloc(32, 1)),
  sink: {
    send(events) {
      if (isDown) return Promise.reject(new Error('ingest is down'));
      for (const event of events) taken.set(event.id, event);
      return Promise.resolve(events.map(() => null));
    },
  },
  now: () => Date.now() * 1000,
  log: pino({ level: 'silent' }),
});
await service.start();
process.on('message', async (order: 'down' | 'up' | 'count') => {
  isDown = order === 'down' || (order === 'count' && isDown);
  if (order === 'count') process.send!({ events: taken.size });
});
process.once('disconnect', () => process.exit());
process.send!({ port });
