import { connect, type Socket } from 'node:net';
import { type LiveServer, until } from './live-server.ts';

/** One message of `/v1/stream`. */
export interface Message {
  readonly id: string;
  readonly event: string;
  readonly data: { readonly wardId?: string; readonly wards?: readonly unknown[] };
}

/** A client of the stream on a bare socket, which can stop reading or vanish. */
export class EventStream {
  readonly socket: Socket;
  readonly messages: Message[] = [];
  private text = '';

  constructor(server: Pick<LiveServer, 'origin' | 'authorization'>, lastEventId?: string) {
    const { hostname, port } = new URL(server.origin);
    const { authorization } = server.authorization;
    this.socket = connect(Number(port), hostname);
    this.socket.setEncoding('utf8').on('data', (text: string) => this.take(text));
    this.socket.on('error', () => undefined);
    const again = lastEventId === undefined ? '' : `Last-Event-ID: ${lastEventId}\r\n`;
    this.socket.write(
      `GET /v1/stream HTTP/1.1\r\nHost: ${hostname}\r\nAccept: text/event-stream\r\nAuthorization: ${authorization}\r\n${again}\r\n`,
    );
  }

  /** Waits for a message after the first `from`. */
  next(isWanted: (message: Message) => boolean, from = 0): Promise<Message> {
    return until('a message of the stream', () => this.messages.slice(from).find(isWanted));
  }

  /** As a client does that loses its network: no word to the other side but a reset. */
  vanish(): void {
    this.socket.resetAndDestroy();
  }

  private take(text: string): void {
    this.text += text;
    for (let end = this.text.indexOf('\n\n'); end !== -1; end = this.text.indexOf('\n\n')) {
      const message = this.text.slice(0, end);
      this.text = this.text.slice(end + 2);
      const field = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(message)?.[1];
      const data = field('data');
      if (data === undefined) continue;
      this.messages.push({
        id: field('id') ?? '',
        event: field('event') ?? '',
        data: JSON.parse(data) as Message['data'],
      });
    }
  }
}
