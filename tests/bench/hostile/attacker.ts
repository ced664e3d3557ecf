import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Kafka, logLevel } from 'kafkajs';
import type { Address } from '../serve/delay.ts';
import { hostileInputs } from './inputs.ts';

/** What an attacker is given. */
export interface Attack {
  readonly server: Address;
  readonly wardId: string;
  /** Milliseconds from the start of one round of all inputs to the next. */
  readonly every: number;
  /** Connections that send half a header and nothing more. */
  readonly halfOpen: number;
  /** Where the inputs are also put straight on the log, as a program without care would. */
  readonly kafka?: { readonly broker: string; readonly topic: string };
}

/** What became of the requests of an attack: how many had which status, by input. */
export type AttackReport = Record<string, Record<string, number>>;

const REQUEST_TIMEOUT = 30_000;
/** Half connections of one address: of more a server lets the oldest of the address go, ordinary ones too. */
const SOCKETS_OF_ADDRESS = 100;

/** Sends every hostile input again and again until the parent process sends a message. */
async function attack({ server, wardId, every, halfOpen, kafka }: Attack): Promise<AttackReport> {
  let isOver = false;
  process.once('message', () => {
    isOver = true;
  });
  // nothing goes on where the measurement has failed
  process.once('disconnect', () => process.exit());
  const report: AttackReport = {};
  const sockets = openHalf(server, halfOpen);
  const topic = kafka === undefined ? null : await poison(kafka.broker, kafka.topic);
  const under = new Set<Promise<void>>();
  const inputsOf = hostileInputs(wardId);
  while (!isOver) {
    const began = performance.now();
    const inputs = inputsOf(Date.now());
    for (const { name, contentType, body } of inputs) {
      // a round that finds the one before unanswered adds nothing: the load is the same for all servers
      if (under.size >= inputs.length) break;
      const sent = send(server, contentType, body).then((status) => {
        report[name] ??= {};
        report[name][status] = (report[name][status] ?? 0) + 1;
        under.delete(sent);
      });
      under.add(sent);
    }
    await topic?.send(inputs.map(({ body }) => body.subarray(0, 900_000)));
    await sleep(Math.max(0, every - (performance.now() - began)));
  }
  await Promise.all(under);
  await topic?.close();
  for (const socket of sockets) socket.destroy();
  return report;
}

async function send(
  { url, authorization }: Address,
  contentType: string,
  body: Buffer,
): Promise<string> {
  try {
    const response = await fetch(`${url}/v1/events`, {
      method: 'POST',
      headers: { 'content-type': contentType, ...authorization },
      body: new Uint8Array(body),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT),
    });
    await response.arrayBuffer();
    return String(response.status);
  } catch (error) {
    return (error as Error).name;
  }
}

function openHalf({ url }: Address, count: number): Socket[] {
  const { hostname, port } = new URL(url);
  return Array.from({ length: count }, (_, index) => {
    const localAddress = `127.0.0.${2 + Math.floor(index / SOCKETS_OF_ADDRESS)}`;
    const socket = connect({ port: Number(port), host: hostname, localAddress });
    socket.on('error', () => socket.destroy());
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nX-a: ');
    return socket;
  });
}

async function poison(broker: string, topic: string) {
  const producer = new Kafka({ brokers: [broker], logLevel: logLevel.NOTHING }).producer();
  await producer.connect();
  return {
    send: (values: readonly Buffer[]) =>
      producer
        .send({ topic, messages: values.map((value, index) => ({ key: `${index}`, value })) })
        .then(() => undefined),
    close: () => producer.disconnect(),
  };
}

// a process of its own: what it costs is not paid by those who measure
const report = await attack(JSON.parse(process.argv[2]!) as Attack);
process.send!(report, () => process.exit());
