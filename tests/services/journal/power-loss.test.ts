import fs, {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import promises, { type FileHandle } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { WardEvent } from '../../../schemas/ward-event.ts';
import { journalFiles } from '../../../services/journal/files.ts';
import { Journal } from '../../../services/journal/journal.ts';
import { JournalReader } from '../../../services/journal/reader.ts';
import { event } from '../../support/scenario.ts';

const RUNS = Number(process.env.RUNS ?? 60);

/** Writes to a file that were not synced, in their order. */
type Pending = { readonly at: number; readonly bytes: Buffer } | { readonly length: number };

/** A file as it would be found after a power cut. */
interface Image {
  durable: Buffer;
  pending: Pending[];
  /** Whether its name is on the disk. */
  isNamed: boolean;
}

function noteWrite(image: Image, bytes: Buffer, from: number, written: number, at: number): void {
  image.pending.push({ at, bytes: Buffer.from(bytes.subarray(from, from + written)) });
}

/**
 * Notes of each file in a folder what was written and what was synced, beside the real file system, and makes of
 * it what a disk may hold after a power cut: what was synced, and of the rest any part.
 */
class Disk {
  readonly images = new Map<string, Image>();
  private readonly folder: string;
  private readonly open = promises.open;
  private readonly writeSync = fs.writeSync;
  /** The files that are open, by their number. */
  private readonly opened = new Map<number, Image>();

  constructor(folder: string) {
    this.folder = folder;
    promises.open = (async (...given: Parameters<typeof promises.open>) => {
      const handle = await this.open(...given);
      const path = String(given[0]);
      if (path === folder) this.watchFolder(handle);
      else if (path.startsWith(folder) && given[1] !== undefined && given[1] !== 'r') {
        this.watchFile(basename(path), handle);
      }
      return handle;
    }) as typeof promises.open;
    fs.writeSync = ((fd: number, bytes: Buffer, from: number, length: number, at: number) => {
      const written = this.writeSync(fd, bytes, from, length, at);
      const image = this.opened.get(fd);
      if (image !== undefined) noteWrite(image, bytes, from, written, at);
      return written;
    }) as typeof fs.writeSync;
    syncBuiltinESMExports();
  }

  unwatch(): void {
    promises.open = this.open;
    fs.writeSync = this.writeSync;
    syncBuiltinESMExports();
  }

  private watchFolder(handle: FileHandle): void {
    const sync = handle.sync.bind(handle);
    handle.sync = async () => {
      await sync();
      for (const image of this.images.values()) image.isNamed = true;
    };
  }

  private watchFile(name: string, handle: FileHandle): void {
    const image = this.images.get(name) ?? {
      durable: Buffer.alloc(0),
      pending: [],
      isNamed: false,
    };
    this.images.set(name, image);
    this.opened.set(handle.fd, image);
    const { close, datasync, truncate } = handle;
    handle.close = () => {
      // its number is given to the next file
      this.opened.delete(handle.fd);
      return close.call(handle);
    };
    const write = handle.write as (...given: unknown[]) => Promise<{ bytesWritten: number }>;
    handle.write = (async (bytes: Buffer, from: number, length: number, at: number) => {
      const written = await write.call(handle, bytes, from, length, at);
      noteWrite(image, bytes, from, written.bytesWritten, at);
      return written;
    }) as typeof handle.write;
    handle.truncate = async (length = 0) => {
      await truncate.call(handle, length);
      image.pending.push({ length });
    };
    handle.datasync = async () => {
      const written = image.pending.length;
      await datasync.call(handle);
      for (const each of image.pending.splice(0, written))
        image.durable = applied(image.durable, each);
    };
  }

  /** Writes what may be left to another folder. */
  cut(target: string, chance: () => number): void {
    mkdirSync(target, { recursive: true });
    // what was packed was synced before the file that it was made of went
    for (const name of readdirSync(this.folder).filter((each) => each.endsWith('.gz'))) {
      writeFileSync(join(target, name), readFileSync(join(this.folder, name)));
    }
    for (const [name, image] of this.images) {
      if (!image.isNamed && chance() < 0.5) continue;
      // a file that was removed may be back
      const isGone = !readdirSync(this.folder).includes(name);
      if (isGone && chance() < 0.5) continue;
      let content = image.durable;
      for (const each of image.pending) {
        if ('length' in each) {
          if (chance() < 0.5) content = applied(content, each);
          continue;
        }
        content = applied(content, { at: each.at, bytes: torn(each.bytes, chance) });
      }
      writeFileSync(join(target, name), content);
    }
  }
}

function applied(content: Buffer, pending: Pending): Buffer {
  if ('length' in pending) return content.subarray(0, pending.length);
  const { at, bytes } = pending;
  const whole = Buffer.alloc(Math.max(content.length, at + bytes.length));
  content.copy(whole);
  bytes.copy(whole, at);
  return whole;
}

/** Any part of a write, in sectors of 64 bytes: there, as zeros, or not at all at the end. */
function torn(bytes: Buffer, chance: () => number): Buffer {
  const left = Buffer.from(bytes.subarray(0, Math.ceil(chance() * bytes.length)));
  for (let at = 0; at < left.length; at += 64) {
    if (chance() < 0.4) left.fill(0, at, Math.min(left.length, at + 64));
  }
  return left;
}

const root = mkdtempSync(join(tmpdir(), 'vi-power-'));
let folder: string;
let disk: Disk;
let runs = 0;
beforeEach(() => {
  folder = join(root, `journal-${runs++}`);
});
afterEach(() => disk?.unwatch());
afterAll(() => rmSync(root, { recursive: true, force: true }));

const rate = (id: number): WardEvent =>
  event('8', {
    id: `r${id}`,
    type: 'observation',
    encounterId: 'E',
    code: 'heart-rate',
    value: 80,
  });

test('after a power cut everything that was acknowledged is there, whatever became of the rest', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 10 }),
      fc.constantFrom(400, 3000, 1_000_000),
      fc.integer({ min: 0, max: 10 }),
      fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true })),
      async (appends, fileBytes, cutAfter, chances) => {
        const chance = () => chances.next().value as number;
        const own = join(folder, String(runs++));
        disk = new Disk(own);
        const journal = await Journal.create(own, 0, { fileBytes });
        let sent = 0;
        let acknowledged = 0;
        let isCut = false;
        const target = `${own}-after`;
        const cut = () => {
          if (isCut) return;
          isCut = true;
          disk.cut(target, chance);
        };
        for (const [index, count] of appends.entries()) {
          const events = Array.from({ length: count }, () => rate(sent++));
          const appended = journal.append({ events, senders: new Map() }).then(({ next }) => {
            if (!isCut) acknowledged = next;
          });
          if (index === cutAfter) {
            // somewhere in the middle of it
            for (let turns = Math.floor(chance() * 8); turns > 0; turns--)
              await new Promise(setImmediate);
            cut();
          }
          await appended;
        }
        cut();
        await journal.close();
        disk.unwatch();

        const after = await Journal.open(target);
        expect(after).not.toBeNull();
        expect(after!.end).toBeGreaterThanOrEqual(acknowledged);
        // and it goes on
        await after!.append({ events: [rate(1_000_000)], senders: new Map() });
        const { end } = after!;
        await after!.close();
        expect(await idsOf(target)).toEqual([
          ...Array.from({ length: end - 1 }, (_, at) => `r${at}`),
          'r1000000',
        ]);
      },
    ),
    { numRuns: RUNS },
  );
});

async function idsOf(path: string): Promise<string[]> {
  const journal = (await Journal.open(path))!;
  const reader = new JournalReader(journal);
  const ids: string[] = [];
  for (let from = (await journalFiles(path))[0]!.first; from < journal.end; ) {
    const chunk = (await reader.read(from, 100))!;
    ids.push(...chunk.events.map(({ id }) => id));
    from = chunk.next;
  }
  await reader.close();
  await journal.close();
  return ids;
}
