import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { site, snapshotAt } from './hospital.ts';

const SCREENS = ['/', '/ward', '/planner', '/pipeline'];
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
};

/** The limit of a first draw: text of tiles as plain HTML, written at once. */
const BARE: Record<string, [type: string, text: string]> = {
  '/bare': ['.html', '<!doctype html><main></main><script type="module" src="/bare.js"></script>'],
  '/bare.js': [
    '.js',
    `const tiles = await (await fetch('/bare.json')).json();
    document.querySelector('main').innerHTML = tiles
      .map((lines) => '<article>' + lines.map((line) => '<p>' + line + '</p>').join('') + '</article>')
      .join('');`,
  ],
};

/** A bare server of the built pages, with a made-up hospital behind them. */
export class PageServer {
  /** Lines of text of each tile, for the bare page. */
  bare: readonly (readonly string[])[] = [];
  readonly url: string;
  private readonly folder: string;
  private readonly server: ReturnType<typeof createServer>;
  private readonly streams = new Set<ServerResponse>();

  private constructor(folder: string, server: ReturnType<typeof createServer>) {
    this.folder = folder;
    this.server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on('request', ({ url = '/' }, response) => {
      void this.answer(new URL(url, this.url).pathname, response);
    });
  }

  /** Serves a folder of built pages on a free port. */
  static async start(folder: string): Promise<PageServer> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new PageServer(folder, server);
  }

  /** Sends to every stream. */
  push(type: string, message: string): void {
    for (const stream of this.streams) stream.write(`event: ${type}\ndata: ${message}\n\n`);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private async answer(path: string, response: ServerResponse): Promise<void> {
    const json = (value: unknown) =>
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));
    const bare = BARE[path];
    if (bare !== undefined) {
      response.writeHead(200, { 'content-type': TYPES[bare[0]]! }).end(bare[1]);
    } else if (path === '/bare.json') json(this.bare);
    else if (path === '/v1/site') json(site);
    else if (path === '/v1/session') json({ roles: ['ward_viewer'], screens: ['wall', 'planner'] });
    else if (path === '/v1/stream') this.open(response);
    else await this.file(SCREENS.includes(path) ? 'index.html' : path, response);
  }

  private open(response: ServerResponse): void {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    this.streams.add(response);
    response.once('close', () => this.streams.delete(response));
    const snapshot = JSON.stringify(snapshotAt(0, Date.now()));
    response.write(`event: snapshot\ndata: ${snapshot}\n\n`);
  }

  private async file(path: string, response: ServerResponse): Promise<void> {
    const bytes = await readFile(join(this.folder, path)).catch(() => null);
    if (bytes === null) return void response.writeHead(404).end();
    response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'text/plain' }).end(bytes);
  }
}
