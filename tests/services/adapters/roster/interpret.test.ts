import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import type { StoredExtract } from '../../../../services/adapters/adapter.ts';
import { mapping, type RosterChannel } from '../../../../services/adapters/mapping/schema.ts';
import {
  interpretRoster,
  rosterExtract,
  wordsOf,
} from '../../../../services/adapters/roster/interpret.ts';
import { readRoster } from '../../../../services/adapters/roster/rows.ts';
import { NO_SECRET } from '../../../../services/adapters/roster/staffing-events.ts';

const MAPPING = mapping.parse({
  zone: 'Europe/Stockholm',
  keyFile: 'key',
  places: { '31A': 'K31' },
  channels: [
    {
      name: 'roster',
      kind: 'roster',
      source: 'schedule',
      basis: 'planned',
      roster: {
        ward: 'Enhet',
        person: 'Anst',
        role: 'Kategori',
        date: 'Datum',
        start: 'Start',
        end: 'Slut',
        activity: 'Aktivitet',
        roles: { Sjuksköterska: 'rn', Undersköterska: 'na', Läkare: 'ignore' },
        activities: { Arbete: 'work', Semester: 'absence' },
      },
    },
  ],
});
const CHANNEL = MAPPING.channels[0] as RosterChannel;

async function extracts(receivedAt = '2026-03-01T12:00:00Z'): Promise<StoredExtract[]> {
  const file = new URL('../../../fixtures/adapters/tables/schema.csv', import.meta.url);
  const roster = await readRoster(await readFile(file), {
    map: CHANNEL.roster,
    words: wordsOf(CHANNEL, MAPPING),
    rules: { zone: MAPPING.zone, ignoreOffsets: false, receivedAt: null },
    writtenAt: parseInstant('2026-03-01T12:00:00Z'),
    ...{ form: { charset: 'auto', separator: 'auto' } },
  });
  if ('reason' in roster) throw new Error(roster.detail);
  return roster.parts.map((part, sequence) => ({
    ...rosterExtract(part, 'roster'),
    ...{ sequence, channel: 'roster', receivedAt: parseInstant(receivedAt) },
  }));
}

describe('staffing of a roster channel', () => {
  it('has one event for each ward, role and hour', async () => {
    const stored = await extracts();
    expect(stored.map(({ group }) => group)).toEqual([
      'roster:roster:2026-03-02',
      'roster:roster:2026-03-03',
    ]);
    const { events, notes } = interpretRoster(stored, { mapping: MAPPING, border: NO_SECRET });
    expect(events).toHaveLength(30);
    expect(events[0]).toEqual({
      type: 'staffing',
      id: expect.stringMatching(/^s\.[\w-]{22}$/),
      source: 'schedule',
      occurredAt: '2026-03-01T12:00:00Z',
      recordedAt: '2026-03-01T12:00:00Z',
      wardId: 'K31',
      role: 'na',
      basis: 'planned',
      from: '2026-03-02T05:00:00Z',
      to: '2026-03-02T06:00:00Z',
      headcount: 0.25,
    });
    expect(notes).toEqual([
      { reason: 'no-time', channel: 'roster', key: '', count: 1 },
      { reason: 'unmapped-role', channel: 'roster', key: 'Sköterskestudent', count: 1 },
    ]);
  });

  it('is interpreted again by words that are added to the file', async () => {
    const roles = { ...CHANNEL.roster.roles, Sköterskestudent: 'na' as const };
    const channel = { ...CHANNEL, roster: { ...CHANNEL.roster, roles } };
    const { events, notes } = interpretRoster(await extracts(), {
      mapping: { ...MAPPING, channels: [channel] },
      border: NO_SECRET,
    });
    expect(notes.map(({ reason }) => reason)).toEqual(['no-time']);
    const atSeven = events.find(
      (event) =>
        event.type === 'staffing' && event.role === 'na' && event.from === '2026-03-02T06:00:00Z',
    );
    expect(atSeven).toMatchObject({ headcount: 2 });
  });

  it('has the time it came if the clock of the schedule runs ahead', async () => {
    const { events, notes } = interpretRoster(await extracts('2026-03-01T11:00:00Z'), {
      mapping: MAPPING,
      border: NO_SECRET,
    });
    expect(events[0]).toMatchObject({ recordedAt: '2026-03-01T11:00:00Z' });
    expect(notes.some(({ reason }) => reason === 'clock-ahead')).toBe(true);
  });
});
