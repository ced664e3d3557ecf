import { readFile } from 'node:fs/promises';
import { BlockList, createServer, isIP, isIPv6, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import { InputError } from '../../platform/input-error.ts';
import type { ChannelContext, ChannelStatus, RunningChannel } from '../channel.ts';
import type { MllpChannel } from '../mapping/schema.ts';
import { Connection } from './connection.ts';
import { Receiver } from './receive.ts';

/** A message that has begun ends within this time, or its connection is closed. */
const FRAME_TIMEOUT_MS = 30_000;
const HANDSHAKE_TIMEOUT_MS = 10_000;
/** Time for senders to take the last answers when the channel stops. */
const STOP_TIMEOUT_MS = 10_000;

export interface ListenOptions {
  readonly frameTimeoutMs?: number;
}

/** Listens for messages of HL7 v2 over TCP or TLS (MLLP), and answers each once it is durable. */
export class MllpListener implements RunningChannel {
  private readonly context: ChannelContext;
  private readonly options: ListenOptions;
  private readonly receiver: Receiver;
  private readonly connections = new Map<Connection, Socket>();
  private server: Server | null = null;
  private pastNoise = 0;

  constructor(context: ChannelContext, options: ListenOptions = {}) {
    this.context = context;
    this.options = options;
    this.receiver = new Receiver(context);
  }

  /** The port that it listens on; 0 before it does. */
  get port(): number {
    const address = this.server?.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  /** @throws InputError if it may not, or cannot, listen as the mapping file says */
  async start(): Promise<void> {
    const settings = this.settings();
    checkReach(settings);
    const server = await this.serverOf(settings);
    const warn = (text: string) => () => this.context.log.warn({ channel: settings.name }, text);
    server.maxConnections = settings.connections;
    server.on('drop', warn('too many connections: one is closed'));
    server.on('tlsClientError', warn('sender failed to sign in with a certificate'));
    await new Promise<void>((resolve, reject) => {
      server.once('error', (error: NodeJS.ErrnoException) => {
        const where = `${settings.host}:${settings.port}`;
        reject(
          new InputError(`Channel ${settings.name} cannot listen on ${where} (${error.code})`),
        );
      });
      server.listen({ host: settings.host, port: settings.port }, resolve);
    });
    this.server = server;
  }

  async stop(): Promise<void> {
    this.server?.close();
    this.server = null;
    const sockets = [...this.connections.values()];
    const deadline = setTimeout(() => {
      for (const socket of sockets) socket.destroy();
    }, STOP_TIMEOUT_MS);
    await Promise.all(
      [...this.connections].map(async ([connection, socket]) => {
        await connection.finish();
        if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
      }),
    );
    clearTimeout(deadline);
  }

  status(): ChannelStatus {
    const now = [...this.connections.keys()].reduce((sum, { noise }) => sum + noise, 0);
    const { problem, lastReceivedAt, received, answers } = this.receiver;
    const { name } = this.context.settings();
    const open = problem === null ? 'open' : 'failing';
    return {
      name,
      kind: 'mllp',
      state: this.server === null ? 'closed' : open,
      problem,
      connections: this.connections.size,
      lastReceivedAt,
      received,
      answers: Object.fromEntries(answers),
      noise: this.pastNoise + now,
    };
  }

  private async serverOf({ tls }: MllpChannel): Promise<Server> {
    const accept = (socket: Socket) => this.accept(socket);
    if (tls === undefined) return createServer({ allowHalfOpen: true }, accept);
    const [key, cert, ca] = await Promise.all([tls.key, tls.cert, tls.ca].map(readPem));
    return createTlsServer(
      {
        key,
        cert,
        ca,
        requestCert: true,
        rejectUnauthorized: true,
        allowHalfOpen: true,
        handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
      },
      accept,
    );
  }

  private accept(socket: Socket): void {
    const { name, allow, limit } = this.settings();
    if (this.server === null || !isAllowed(socket.remoteAddress, allow)) {
      this.context.log.warn({ channel: name }, 'sender has another address than allowed');
      socket.on('error', () => undefined);
      socket.destroy();
      return;
    }
    const connection = new Connection(socket, {
      limit,
      frameTimeoutMs: this.options.frameTimeoutMs ?? FRAME_TIMEOUT_MS,
      answer: (frame) => this.receiver.answer(frame),
    });
    this.connections.set(connection, socket);
    socket.once('close', () => {
      this.pastNoise += connection.noise;
      this.connections.delete(connection);
    });
  }

  private settings(): MllpChannel {
    const settings = this.context.settings();
    if (settings.kind !== 'mllp') throw new TypeError(`No channel of MLLP: ${settings.name}`);
    return settings;
  }
}

/** Other machines reach a channel only with certificates, or by an explicit list of addresses. */
function checkReach({ name, host, tls, plain, allow }: MllpChannel): void {
  const isLocal = host === 'localhost' || host === '::1' || /^127\./.test(host);
  listOf(allow ?? [], name);
  if (isLocal || tls !== undefined || (plain && allow !== undefined && allow.length > 0)) return;
  throw new InputError(
    `Channel ${name} listens on ${host}, where others reach it: set \`tls\`, or \`plain\` together with \`allow\``,
  );
}

function isAllowed(address: string | undefined, allow: readonly string[] | undefined): boolean {
  if (allow === undefined) return true;
  if (address === undefined) return false;
  const plain = address.replace(/^::ffff:(?=\d+\.)/, '');
  return listOf(allow).check(plain, isIPv6(plain) ? 'ipv6' : 'ipv4');
}

/** Addresses, or ranges such as 10.1.0.0/16. */
function listOf(allow: readonly string[], channel = ''): BlockList {
  const list = new BlockList();
  for (const [at, entry] of allow.entries()) {
    const [address, prefix, ...more] = entry.split('/') as [string, string?];
    const bits = isIPv6(address) ? 128 : 32;
    if (
      isIP(address) === 0 ||
      more.length > 0 ||
      !(Number(prefix ?? 0) >= 0 && Number(prefix ?? 0) <= bits)
    ) {
      throw new InputError(
        `Channel ${channel}, allow[${at}]: expected an address or a range, such as 10.1.2.3 or 10.1.0.0/16`,
      );
    }
    list.addSubnet(address, Number(prefix ?? bits), isIPv6(address) ? 'ipv6' : 'ipv4');
  }
  return list;
}

async function readPem(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new InputError(`Cannot read ${path} (${error.code})`);
  });
}
