import { readFile } from 'node:fs/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { formatInstant, MICROS_PER_HOUR, parseInstant } from '../../../schemas/instant.ts';
import { Border } from '../../../services/adapters/border.ts';
import { JournalUnavailable } from '../../../services/adapters/channel.ts';
import { noteTotals } from '../../../services/adapters/journal/notes.ts';
import type { AdapterService } from '../../../services/adapters/service.ts';
import { fixture, mappingWith } from './hl7v2/messages.ts';
import {
  KeptEvents,
  movement,
  NOW,
  newPath,
  type Opened,
  openAdapters,
  places,
  settle,
  taken,
} from './hospital.ts';

/** After all messages of the generator. */
const LATER = parseInstant('2026-12-24T12:00:00Z');

const open: AdapterService[] = [];
async function adapters(options: Opened = {}): Promise<AdapterService> {
  const service = await openAdapters(options);
  open.push(service);
  return service;
}
async function stop(service: AdapterService): Promise<void> {
  open.splice(open.indexOf(service), 1);
  await service.stop();
}
afterEach(async () => {
  for (const service of open.splice(0)) await service.stop();
});

const stay = [
  movement('A01'),
  movement('A02', { place: 'B^^2', at: '0900' }),
  movement('A03', { place: 'B', at: '1000' }),
];
const sentTo = ({ versions }: KeptEvents) =>
  versions.map(({ type, status, occurredAt }) => [type, status, occurredAt.slice(11, 16)]);
const notesOf = (service: AdapterService) =>
  service.journal.read((connection) => noteTotals(connection));

describe('what is taken', () => {
  it('becomes versions of events, each sent once', async () => {
    const sink = new KeptEvents();
    const service = await adapters({ sink });
    await service.journal.take(stay.map((text) => taken(text)));
    await settle(service);
    await service.journal.take(stay.map((text) => taken(text)));
    await settle(service);
    expect(sentTo(sink)).toEqual([
      ['admission', 'final', '07:00'],
      ['transfer', 'final', '08:00'],
      ['discharge', 'final', '09:00'],
    ]);
  });

  it('is sent after a stop if it was not before, and not again if it was', async () => {
    const path = await newPath();
    const sink = new KeptEvents();
    const first = await adapters({ path, sink });
    await first.journal.take([taken(stay[0]!)]);
    await settle(first);
    sink.isAway = true;
    await first.journal.take([taken(stay[1]!)]);
    await first.interpreter.idle();
    await stop(first);
    sink.isAway = false;
    const second = await adapters({ path, sink });
    await second.journal.take([taken(stay[2]!)]);
    await settle(second);
    expect(sentTo(sink).map(([type]) => type)).toEqual(['admission', 'transfer', 'discharge']);
  });

  it('ends in the same events in any order, repeated, and with stops in between', async () => {
    const mapping = mappingWith(
      { processing: ['T'] },
      { places: { RenalWard: 'A', OtherWard: 'B', ED: 'outside' } },
    );
    const records = fixture('simhospital/pathways.hl7').map((text) => taken(text, mapping, LATER));
    const once = new KeptEvents();
    const service = await adapters({ sink: once, mapping, now: () => LATER });
    await service.journal.take(records);
    await settle(service);
    const path = await newPath();
    const sink = new KeptEvents();
    const turned = records.toReversed();
    for (let from = 0; from < turned.length; from += 40) {
      const part = await adapters({ path, sink, mapping, now: () => LATER });
      await part.journal.take(turned.slice(from, from + 45));
      await settle(part);
      await stop(part);
    }
    const content = (kept: KeptEvents) =>
      kept.held.map(({ recordedAt: _, status: __, ...event }) => event);
    expect(once.held.length).toBeGreaterThan(20);
    expect(content(sink)).toEqual(content(once));
  });

  it('keeps nothing that names a patient', async () => {
    const path = await newPath();
    const service = await adapters({ path });
    await service.journal.take(stay.map((text) => taken(text)));
    await settle(service);
    await stop(service);
    const bytes = (await readFile(path)).toString('latin1');
    for (const name of ['Efternamnsson', 'Tolvan', '19121212', 'V1^', '"P1"', '"V1"']) {
      expect(bytes).not.toContain(name);
    }
  });
});

describe('a merge', () => {
  it('makes one visit of two, whenever it comes', async () => {
    const merge = movement('A42', { visit: 'V1', at: '1100', lines: ['MRG|P1||||V2'] });
    const records = [stay[0]!, movement('A03', { visit: 'V2', at: '1000' }), merge];
    for (const order of [records, records.toReversed()]) {
      const sink = new KeptEvents();
      const service = await adapters({ sink });
      for (const text of order) {
        await service.journal.take([taken(text)]);
        await settle(service);
      }
      expect(sink.held.map(({ type }) => type).toSorted()).toEqual(['admission', 'discharge']);
      const encounters = sink.held.map((event) => (event as { encounterId: string }).encounterId);
      expect(new Set(encounters).size).toBe(1);
    }
  });
});

describe('a mapping that changes', () => {
  it('is applied to what was taken, at the time of the change', async () => {
    let now = NOW;
    const sink = new KeptEvents();
    const lacking = mappingWith({}, { places: { A: 'A' } });
    const service = await adapters({ sink, mapping: lacking, now: () => now });
    await service.journal.take(stay.map((text) => taken(text)));
    await settle(service);
    expect(await notesOf(service)).toMatchObject([
      { reason: 'unmapped-location', key: 'B', count: 1 },
    ]);
    now += MICROS_PER_HOUR;
    await service.reload(mappingWith({}, { places }));
    await service.idle();
    expect(await notesOf(service)).toEqual([]);
    const moved = sink.held.find(({ type }) => type === 'transfer');
    expect(moved).toMatchObject({ wardId: 'B', recordedAt: formatInstant(now) });
  });

  it('is applied although the program stopped meanwhile', async () => {
    const path = await newPath();
    const sink = new KeptEvents();
    const first = await adapters({ path, sink, mapping: mappingWith({}, { places: { A: 'A' } }) });
    await first.journal.take(stay.map((text) => taken(text)));
    await settle(first);
    await stop(first);
    const second = await adapters({ path, sink });
    await settle(second);
    expect(sink.held.map(({ type }) => type).toSorted()).toEqual([
      'admission',
      'discharge',
      'transfer',
    ]);
  });

  it('is refused if it lacks a source or a channel that stands', async () => {
    const path = await newPath();
    const first = await adapters({ path });
    await first.journal.take([taken(stay[0]!)]);
    await settle(first);
    await stop(first);
    const mapping = mappingWith({ source: 'other' }, { places });
    await expect(openAdapters({ path, mapping })).rejects.toThrow('the source ehr stand');
    const renamed = mappingWith({ name: 'adt' }, { places });
    await expect(openAdapters({ path, mapping: renamed })).rejects.toThrow('the channel hl7');
  });
});

describe('ingest', () => {
  it('that refuses an event gets it again only once its content changes', async () => {
    const sink = new KeptEvents();
    let tries = 0;
    sink.refuses = (event) => {
      if (event.type !== 'transfer' || event.wardId === 'C') return null;
      tries++;
      return 'unknown-ward';
    };
    const service = await adapters({ sink });
    await service.journal.take(stay.map((text) => taken(text)));
    await settle(service);
    await service.journal.take([taken(movement('A08', { at: '1030' }))]);
    await settle(service);
    expect(tries).toBe(1);
    expect(await notesOf(service)).toMatchObject([
      { reason: 'rejected-by-ingest', key: 'unknown-ward', channel: 'hl7', count: 1 },
    ]);
    await service.journal.take([
      taken(movement('A02', { place: 'C', at: '0900', recorded: '1100' })),
    ]);
    await settle(service);
    expect(sink.held.map(({ type }) => type).toSorted()).toEqual([
      'admission',
      'discharge',
      'transfer',
    ]);
    expect(await notesOf(service)).toEqual([]);
  });

  it('that is away gets everything in order once it is back', async () => {
    const sink = new KeptEvents();
    sink.isAway = true;
    const service = await adapters({ sink });
    await service.journal.take(stay.map((text) => taken(text)));
    await service.interpreter.idle();
    expect(await service.outbox.waiting()).toBe(3);
    await expect.poll(() => service.isFailing).toBe(true);
    sink.isAway = false;
    await expect.poll(() => sentTo(sink).length).toBe(3);
    await expect.poll(() => service.isFailing).toBe(false);
    expect(sentTo(sink).map(([type]) => type)).toEqual(['admission', 'transfer', 'discharge']);
  });
});

describe('time', () => {
  it('brings what lay in the future, once it is due', async () => {
    let now = NOW;
    const sink = new KeptEvents();
    const service = await adapters({ sink, now: () => now });
    await service.journal.take([
      taken(stay[0]!),
      taken(movement('A02', { place: 'B', at: '1500', recorded: '0900' })),
    ]);
    await settle(service);
    expect(sentTo(sink).map(([type]) => type)).toEqual(['admission']);
    now += 3 * MICROS_PER_HOUR;
    await settle(service);
    expect(sentTo(sink).map(([type]) => type)).toEqual(['admission', 'transfer']);
  });
});

describe('the journal', () => {
  it('is refused with another key', async () => {
    const path = await newPath();
    await stop(await adapters({ path }));
    const border = new Border(Buffer.alloc(32, 2));
    await expect(openAdapters({ path, border })).rejects.toThrow('another key');
  });

  it('takes nothing beyond its queue, and nothing once it stops', async () => {
    const service = await adapters({ queueLimit: 2 });
    const first = service.journal.take([taken(stay[0]!), taken(stay[1]!)]);
    await expect(service.journal.take([taken(stay[2]!)])).rejects.toThrow(JournalUnavailable);
    await first;
    await service.journal.take([taken(stay[2]!)]);
    await stop(service);
    await expect(service.journal.take([taken(stay[2]!)])).rejects.toThrow(JournalUnavailable);
  });
});
