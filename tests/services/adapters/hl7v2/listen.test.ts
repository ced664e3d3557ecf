import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { MllpListener } from '../../../../services/adapters/hl7v2/listen.ts';
import { PATIENCE } from '../../../support/patience.ts';
import { contextOf, MemoryJournal } from './memory-journal.ts';
import { mappingWith, message, segment } from './messages.ts';

const open: (() => Promise<unknown> | unknown)[] = [];
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close();
});

async function listening(channel: object = {}, options: object = {}) {
  const journal = new MemoryJournal();
  const listener = new MllpListener(contextOf(mappingWith(channel), journal), options);
  open.push(() => listener.stop());
  await listener.start();
  return { journal, listener };
}

/** Waits for what will hold, however slow the machine is. */
function eventually(check: () => void): Promise<void> {
  return vi.waitFor(check, PATIENCE);
}

/** A sender that keeps what it is answered. */
async function sender(port: number) {
  const socket = connect(port, '127.0.0.1');
  const received: Buffer[] = [];
  socket.on('data', (chunk) => received.push(chunk));
  open.push(() => socket.destroy());
  await once(socket, 'connect');
  return { socket, answers: () => answersIn(Buffer.concat(received)) };
}

/** Code and number of each answer. */
function answersIn(bytes: Buffer): string[] {
  return [...bytes.toString().matchAll(/\rMSA\|(..)\|?(\w*)/g)].map(
    ([, code, id]) => `${code} ${id}`,
  );
}

function framed(
  id: number | string,
  text = message('ADT^A01', 'PID|1||P', segment('PV1', { 2: 'I', 3: 'A', 19: 'V' })),
): string {
  return `\x0b${text.replace('|7|P', `|${id}|P`)}\x1c\r`;
}

function closed(socket: Socket): Promise<unknown> {
  return socket.closed ? Promise.resolve() : once(socket, 'close');
}

describe('a sender', () => {
  it('is answered in the order it sent, however its bytes come', async () => {
    const { listener, journal } = await listening();
    const { socket, answers } = await sender(listener.port);
    socket.setNoDelay(true);
    const stream = Buffer.from(Array.from({ length: 5 }, (_, id) => framed(id)).join(''));
    for (let at = 0; at < stream.length; at += 97) {
      socket.write(stream.subarray(at, at + 97));
      await wait(1);
    }
    await eventually(() => expect(answers()).toEqual([0, 1, 2, 3, 4].map((id) => `AA ${id}`)));
    expect(journal.taken).toHaveLength(5);
    expect(listener.status()).toMatchObject({
      state: 'open',
      problem: null,
      connections: 1,
      received: 5,
      answers: { AA: 5 },
      noise: 0,
    });
  });

  it('is answered only once the message is durable, and in order', async () => {
    const { listener, journal } = await listening();
    const commits: (() => void)[] = [];
    journal.commit = () => new Promise((resolve) => commits.push(resolve));
    const { socket, answers } = await sender(listener.port);
    socket.write(framed(1) + framed(2) + framed(3));
    await eventually(() => expect(commits).toHaveLength(3));
    commits[2]!();
    commits[1]!();
    await wait(50);
    expect(answers()).toEqual([]);
    commits[0]!();
    await eventually(() => expect(answers()).toEqual(['AA 1', 'AA 2', 'AA 3']));
  });

  it('may close its side and still get its answers', async () => {
    const { listener, journal } = await listening();
    journal.commit = () => wait(50);
    const { socket, answers } = await sender(listener.port);
    socket.end(framed(1) + framed(2));
    await closed(socket);
    expect(answers()).toEqual(['AA 1', 'AA 2']);
  });

  it('gets AE while nothing is kept, and AA when it sends again', async () => {
    const { listener, journal } = await listening();
    const { socket, answers } = await sender(listener.port);
    journal.isFull = true;
    socket.write(framed(1));
    await eventually(() => expect(answers()).toEqual(['AE 1']));
    expect(listener.status()).toMatchObject({ state: 'failing', answers: { AE: 1 } });
    journal.isFull = false;
    socket.write(framed(1));
    await eventually(() => expect(answers()).toEqual(['AE 1', 'AA 1']));
    expect(listener.status()).toMatchObject({ state: 'open', problem: null });
    expect(journal.taken).toHaveLength(1);
  });

  it('gets AR for what cannot be read, whose bytes are kept apart', async () => {
    const { listener, journal } = await listening();
    const { socket, answers } = await sender(listener.port);
    socket.write(`\x0bTolvan Ek\x1c\r${framed(2).replace('|P|', '|T|')}${framed(3)}`);
    await eventually(() => expect(answers()).toEqual(['AR ', 'AR 2', 'AA 3']));
    expect(journal.refused.map(({ reason }) => reason)).toEqual(['not-hl7', 'wrong-processing']);
    expect(String(journal.refused[0]!.bytes)).toBe('Tolvan Ek');
  });

  it('gets AE if not even the refusal can be kept', async () => {
    const { listener, journal } = await listening();
    journal.isFull = true;
    const { socket, answers } = await sender(listener.port);
    socket.write(framed(2).replace('|P|', '|T|'));
    await eventually(() => expect(answers()).toEqual(['AE 2']));
  });

  it('that begins a message inside of one has the first half refused, and one answer', async () => {
    const { listener, journal } = await listening();
    const { socket, answers } = await sender(listener.port);
    socket.write(`noise\x0bMSH|half${framed(2)}`);
    await eventually(() => expect(answers()).toEqual(['AA 2']));
    expect(journal.refused.map(({ reason }) => reason)).toEqual(['unfinished']);
    expect(listener.status().noise).toBe(5);
  });

  it('of a message over the limit gets AR, and its connection is closed', async () => {
    const { listener, journal } = await listening({ limit: 2048 });
    const { socket, answers } = await sender(listener.port);
    socket.write(framed(1) + framed(2, `${message('ADT^A01')}\r${'x'.repeat(3000)}`) + framed(3));
    socket.on('end', () => socket.end());
    await closed(socket);
    expect(answers()).toEqual(['AA 1', 'AR 2']);
    expect(journal.refused.map(({ reason, bytes }) => [reason, bytes.length])).toEqual([
      ['too-large', 2048],
    ]);
  });

  it('that does not end a message is closed, one that says nothing is not', async () => {
    const { listener, journal } = await listening({}, { frameTimeoutMs: 60 });
    const idle = await sender(listener.port);
    const slow = await sender(listener.port);
    slow.socket.write(`${framed(1)}\x0bMSH|`);
    await closed(slow.socket);
    expect(slow.answers()).toEqual(['AA 1']);
    expect(journal.refused.map(({ reason }) => reason)).toEqual(['unfinished']);
    idle.socket.write(framed(2));
    await eventually(() => expect(idle.answers()).toEqual(['AA 2']));
  });

  it('has no more than a thousand messages under way', async () => {
    const { listener, journal } = await listening();
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    open.push(() => release());
    journal.commit = () => gate;
    const { socket, answers } = await sender(listener.port);
    for (let id = 0; id < 5_000; id++) socket.write(framed(id));
    await eventually(() => expect(journal.waiting).toBeGreaterThanOrEqual(1_000));
    for (let before = 0; before !== journal.waiting; await wait(100)) before = journal.waiting;
    // what one read of the socket held comes besides
    expect(journal.waiting).toBeLessThan(2_000);
    release();
    await eventually(() => expect(answers()).toHaveLength(5_000));
    expect(answers()).toEqual(Array.from({ length: 5_000 }, (_, id) => `AA ${id}`));
  });
});

describe('the channel', () => {
  it('answers what it took before it stops', async () => {
    const { listener, journal } = await listening();
    journal.commit = () => wait(50);
    const { socket, answers } = await sender(listener.port);
    socket.write(`${framed(1)}${framed(2)}\x0bMSH|`);
    socket.on('end', () => socket.end());
    await eventually(() => expect(journal.waiting).toBe(2));
    await listener.stop();
    expect(journal.taken).toHaveLength(2);
    await closed(socket);
    expect(answers()).toEqual(['AA 1', 'AA 2']);
    expect(listener.status().state).toBe('closed');
  });

  it('closes connections over its limit', async () => {
    const { listener } = await listening({ connections: 1 });
    const first = await sender(listener.port);
    const second = await sender(listener.port);
    await closed(second.socket);
    first.socket.write(framed(1));
    await eventually(() => expect(first.answers()).toEqual(['AA 1']));
  });

  it.each([
    [['127.0.0.1'], true],
    [['127.0.0.0/8'], true],
    [['10.0.0.0/8', '::1'], false],
  ])('that allows %j serves this machine: %s', async (allow, served) => {
    const { listener } = await listening({ allow });
    const { socket, answers } = await sender(listener.port);
    socket.on('error', () => undefined);
    socket.write(framed(1));
    if (served) await eventually(() => expect(answers()).toEqual(['AA 1']));
    else await closed(socket);
    expect(answers()).toEqual(served ? ['AA 1'] : []);
  });

  it.each([
    [{ host: '0.0.0.0' }, /set `tls`, or `plain` together with `allow`/],
    [{ host: '0.0.0.0', plain: true }, /set `tls`/],
    [{ host: '0.0.0.0', allow: ['10.0.0.1'] }, /set `tls`/],
    [{ allow: ['adt.hospital.example'] }, /allow\[0\]: expected an address/],
    [{ allow: ['10.0.0.1/33'] }, /allow\[0\]: expected an address/],
    [
      { tls: { key: '/nowhere.key', cert: '/nowhere.crt', ca: '/nowhere.ca' } },
      /Cannot read \/nowhere/,
    ],
  ])('does not start with %j', async (channel, message) => {
    const listener = new MllpListener(contextOf(mappingWith(channel), new MemoryJournal()));
    await expect(listener.start()).rejects.toThrow(message);
  });

  it('says that its port is taken', async () => {
    const { listener } = await listening();
    const second = new MllpListener(
      contextOf(mappingWith({ port: listener.port }), new MemoryJournal()),
    );
    await expect(second.start()).rejects.toThrow(/cannot listen on 127.0.0.1:\d+ \(EADDRINUSE\)/);
  });
});
