import { readFile } from 'node:fs/promises';
import Fastify from 'fastify';

/** The limit: a Fastify route that has the bytes of a file in memory, and sends them. */
const [file, type] = process.argv.slice(2);
const bytes = await readFile(file!);
const app = Fastify();
app.get('/', (_, reply) => reply.type(type!).send(bytes));
await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${app.listeningOrigin}\n`);
process.once('SIGTERM', () => app.close());
