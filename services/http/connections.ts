import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { clientOf } from './client-address.ts';

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

/** Connections of one address. */
interface Held {
  count: number;
  /** Those without a request under way, the oldest first: half a header, a handshake, a pause between requests. */
  readonly waiting: Set<Connection>;
}

interface Connection {
  readonly held: Held;
  readonly socket: Socket;
  requests: number;
}

/**
 * Keeps the connections of a server within limits. Where one is reached, a newcomer takes the place of the
 * connection that has waited longest: at the limit of an address of its own, at the total of the address with the
 * most that wait. So a client that only holds connections shuts out itself. Where all have a request under way, the
 * newcomer is turned away.
 */
export function limitConnections(server: Server, limits: ConnectionLimits): void {
  const addresses = new Map<string, Held>();
  const connections = new Map<string, Connection>();
  let total = 0;

  const drop = (socket: Socket) => {
    limits.onDropped?.();
    socket.destroy();
  };
  const release = (key: string, address: string, connection: Connection) => {
    const { held } = connection;
    if (connections.get(key) === connection) connections.delete(key);
    held.waiting.delete(connection);
    held.count--;
    total--;
    if (held.count === 0) addresses.delete(address);
  };
  /** Makes room for one more; false where nothing waits. */
  const makeRoom = (of: Held) => {
    const [oldest] = of.waiting;
    if (oldest === undefined) return false;
    // its place is free now, whenever the socket says that it is closed
    of.waiting.delete(oldest);
    drop(oldest.socket);
    return true;
  };

  server.prependListener('connection', (socket: Socket) => {
    const { remoteAddress } = socket;
    if (remoteAddress === undefined) return;
    const address = clientOf(remoteAddress);
    const held = addresses.get(address) ?? { count: 0, waiting: new Set() };
    const isFull = !limits.isProxy(remoteAddress) && held.count >= limits.perAddress;
    if (isFull && !makeRoom(held)) return drop(socket);
    if (!isFull && total >= limits.total && !makeRoom(mostWaiting(addresses.values(), held))) {
      return drop(socket);
    }
    const key = keyOf(socket);
    const connection: Connection = { held, socket, requests: 0 };
    addresses.set(address, held);
    connections.set(key, connection);
    held.count++;
    held.waiting.add(connection);
    total++;
    socket.once('close', () => release(key, address, connection));
  });

  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = connections.get(keyOf(request.socket));
    if (connection === undefined) return;
    connection.requests++;
    connection.held.waiting.delete(connection);
    response.once('close', () => {
      connection.requests--;
      if (connection.requests === 0 && !connection.socket.destroyed) {
        connection.held.waiting.add(connection);
      }
    });
  });
}

/** A TLS socket is another than the one it came on, with the same port. */
function keyOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}

function mostWaiting(all: Iterable<Held>, newcomer: Held): Held {
  let most = newcomer;
  for (const held of all) if (held.waiting.size > most.waiting.size) most = held;
  return most;
}
