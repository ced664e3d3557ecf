import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientOf } from '../http/client-address.ts';

export interface ConnectionLimits {
  /** Connections of all addresses together. */
  readonly total: number;
  /** Connections of one address; an IPv6 network of 64 bits counts as one. */
  readonly perAddress: number;
  /** Whether an address is a proxy, which connects for many: only the total holds for it. */
  readonly isProxy: (address: string) => boolean;
  /** Called for each connection that is closed to make room, or turned away. */
  readonly onDropped?: () => void;
}

/** What a server says of its requests, and may know of their connections. */
export interface Connections {
  /** Notes that a request showed who sends it: its connection is let go after those that did not. */
  vouchFor(request: IncomingMessage): void;
  /** Whether a request came on a connection more than there may be: it is turned away, but for a supervisor's. */
  isBeyond(request: IncomingMessage): boolean;
}

/** Connections past a limit, of an address and in all, so that supervisors have an answer. */
const SPARE = 20;
/** Milliseconds between looks at what moved. */
const LOOK_INTERVAL = 1_000;

/** Connections of one address. */
interface Held {
  count: number;
  /** Those without a request under way, the oldest first: half a header, a handshake, a pause between requests. */
  readonly waiting: Set<Connection>;
  /** Those with one. */
  readonly atWork: Set<Connection>;
}

interface Connection {
  readonly key: string;
  readonly address: string;
  readonly held: Held;
  readonly socket: Socket;
  /** Whether there was no room for it. */
  readonly isSpare: boolean;
  requests: number;
  /** The request that came last. */
  request: IncomingMessage | null;
  /** Bytes both ways, and when (ms) that was last another number. */
  bytes: number;
  movedAt: number;
}

/**
 * Keeps the connections of a server within limits. Where one is reached, a newcomer takes the place of another: at
 * the limit of an address one of its own, at the total one of the address that holds most. First goes what has
 * waited longest without a request; then, of the requests that did not show who sends them, the one that has not
 * moved for longest; then, of those that have not arrived whole, likewise. So a client that only holds connections
 * shuts out itself. What came whole from somebody known is let be: where all did, a few newcomers more are taken.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): Connections {
  const addresses = new Map<string, Held>();
  const connections = new Map<string, Connection>();
  const known = new WeakSet<IncomingMessage>();
  let total = 0;

  const release = (connection: Connection) => {
    const { held, address, key } = connection;
    const wasHeld = held.waiting.delete(connection) || held.atWork.delete(connection);
    // it was let go before its socket was closed
    if (!wasHeld) return;
    if (connections.get(key) === connection) connections.delete(key);
    held.count--;
    total--;
    if (held.count === 0) addresses.delete(address);
  };
  const drop = (socket: Socket) => {
    limits.onDropped?.();
    socket.destroy();
  };
  /** Makes room for one more; false where nothing may be let go. */
  const makeRoom = (of: Held) => {
    const [oldest = stillest(of.atWork, known)] = of.waiting;
    if (oldest === undefined) return false;
    release(oldest);
    drop(oldest.socket);
    return true;
  };

  /** Makes room at the total: where the largest address has nothing to let go, at the next one. */
  const makeRoomOfAll = (newcomer: Held) => {
    if (makeRoom(largest(addresses.values(), newcomer))) return true;
    return [...addresses.values()].sort((a, b) => b.count - a.count).some(makeRoom);
  };
  const mostOf = ({ remoteAddress = '' }: Socket) =>
    limits.isProxy(remoteAddress) ? limits.total : limits.perAddress;

  server.prependListener('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return;
    const address = clientOf(remoteAddress);
    const held = addresses.get(address) ?? { count: 0, waiting: new Set(), atWork: new Set() };
    const most = mostOf(socket);
    const isFull = held.count >= most;
    const hasRoom =
      (!isFull && total < limits.total) || (isFull ? makeRoom(held) : makeRoomOfAll(held));
    if (!hasRoom && (held.count >= most + SPARE || total >= limits.total + SPARE)) {
      return drop(socket);
    }
    const isSpare = held.count >= most || total >= limits.total;
    const key = keyOf(socket);
    const connection: Connection = {
      ...{ key, address, held, socket, isSpare, requests: 0, request: null },
      ...{ bytes: 0, movedAt: performance.now() },
    };
    addresses.set(address, held);
    connections.set(key, connection);
    held.count++;
    held.waiting.add(connection);
    total++;
    socket.once('close', () => release(connection));
  });

  // before it is answered, which may be at once
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(keyOf(request.socket));
    if (connection === undefined) return;
    const { held } = connection;
    connection.requests++;
    connection.request = request;
    noteMoved(connection, performance.now());
    held.waiting.delete(connection);
    held.atWork.add(connection);
    response.once('close', () => {
      connection.requests--;
      if (connection.requests === 0 && held.atWork.delete(connection)) held.waiting.add(connection);
    });
  });

  const looking = setInterval(() => {
    const now = performance.now();
    for (const { atWork } of addresses.values()) for (const each of atWork) noteMoved(each, now);
  }, LOOK_INTERVAL).unref();
  server.once('close', () => clearInterval(looking));

  return {
    vouchFor: (request) => void known.add(request),
    isBeyond: ({ socket }) => {
      const { held, isSpare } = connections.get(keyOf(socket)) ?? {};
      return isSpare === true && (held!.count > mostOf(socket) || total > limits.total);
    },
  };
}

/** A TLS socket is another than the one it came on, with the same port. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function noteMoved(connection: Connection, now: number): void {
  const { bytesRead, bytesWritten } = connection.socket;
  if (connection.bytes === bytesRead + bytesWritten) return;
  connection.bytes = bytesRead + bytesWritten;
  connection.movedAt = now;
}

/** Of requests under way, the one that is let go first; undefined where all came whole from somebody known. */
function stillest(
  atWork: Iterable<Connection>,
  known: WeakSet<IncomingMessage>,
): Connection | undefined {
  let first: Connection | undefined;
  let isFirstKnown = true;
  for (const each of atWork) {
    const isKnown = known.has(each.request!);
    if (isKnown && (each.request!.complete || !isFirstKnown)) continue;
    if (first !== undefined && isKnown === isFirstKnown && each.movedAt >= first.movedAt) continue;
    first = each;
    isFirstKnown = isKnown;
  }
  return first;
}

function largest(all: Iterable<Held>, newcomer: Held): Held {
  let most = newcomer;
  for (const held of all) if (held.count > most.count) most = held;
  return most;
}
