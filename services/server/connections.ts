import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientOf } from '../http/client-address.ts';

export interface ConnectionLimits {
  /** Most connections of all addresses together. */
  readonly total: number;
  /** Most connections of one address; an IPv6 network of 64 bits counts as one. */
  readonly perAddress: number;
  /** Whether an address is a proxy, which connects for many: only the total limit applies to it. */
  readonly isProxy: (address: string) => boolean;
  /** Called for each connection that is closed to make room, or refused. */
  readonly onDropped?: () => void;
}

/** How a server reports its requests, and learns about their connections. */
export interface Connections {
  /** Records that a request is authenticated: its connection is closed after those of other requests. */
  vouchFor(request: IncomingMessage): void;
  /** Whether the connection of a request is beyond the limit: it is refused, unless it is from a supervisor. */
  isBeyond(request: IncomingMessage): boolean;
}

/** Connections beyond a limit, per address and in total, so that supervisors get an answer. */
const SPARE = 20;
/** Milliseconds between checks of the transferred bytes. */
const LOOK_INTERVAL = 1_000;

/** Connections of one address. */
interface Held {
  count: number;
  /** Connections without a request in progress, the oldest first: half a header, a handshake, a pause between requests. */
  readonly waiting: Set<Connection>;
  /** Connections with a request in progress. */
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
  /** The last request. */
  request: IncomingMessage | null;
  /** Bytes in both directions, and the time (ms) of the last change. */
  bytes: number;
  movedAt: number;
}

/**
 * Keeps the connections of a server within limits. At a limit, a new connection replaces another: at
 * the limit of an address one of that address, at the total one of the address with most. First goes the connection
 * that has waited longest without a request; then, of the unauthenticated requests, the one without transfer
 * for longest; then, of those that have not arrived completely, likewise. So a client that only holds connections
 * shuts out itself. Complete requests of known callers stay: if all are, a few more connections are accepted.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): Connections {
  const addresses = new Map<string, Held>();
  const connections = new Map<string, Connection>();
  const known = new WeakSet<IncomingMessage>();
  let total = 0;

  const release = (connection: Connection) => {
    const { held, address, key } = connection;
    const wasHeld = held.waiting.delete(connection) || held.atWork.delete(connection);
    // it was removed before its socket was closed
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
  /** Makes room for one more; returns false if none may be closed. */
  const makeRoom = (of: Held) => {
    const [oldest = stillest(of.atWork, known)] = of.waiting;
    if (oldest === undefined) return false;
    release(oldest);
    drop(oldest.socket);
    return true;
  };

  /** Makes room at the total: if the largest address has none to close, tries the next one. */
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

  // before the answer, which may be immediate
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

/** A TLS socket is not the same object as the TCP socket, but has the same port. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function noteMoved(connection: Connection, now: number): void {
  const { bytesRead, bytesWritten } = connection.socket;
  if (connection.bytes === bytesRead + bytesWritten) return;
  connection.bytes = bytesRead + bytesWritten;
  connection.movedAt = now;
}

/** Returns the request in progress to end first; undefined if all are complete and from known callers. */
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
