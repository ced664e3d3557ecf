import type { Micros } from '../../../schemas/instant.ts';
import type { Note, Refusal } from '../adapter.ts';
import type { ChannelContext, RunningChannel } from '../channel.ts';
import type { Mapping, RosterChannel } from '../mapping/schema.ts';
import { type FolderFormat, type FolderTimes, fits, WatchedFolder } from '../tables/folder.ts';
import { rosterExtract, wordsOf } from './interpret.ts';
import { type RosterFile, readRoster } from './rows.ts';

/** A watched folder with rosters. @throws RangeError if the channel has no folder */
export function openRosterFolder(context: ChannelContext, times?: FolderTimes): RunningChannel {
  rosterFormat(context);
  return new WatchedFolder(context, () => rosterFormat(context), times);
}

function rosterFormat(context: ChannelContext): FolderFormat {
  const channel = context.settings() as RosterChannel;
  const { folder, name: channelName, roster: map } = channel;
  if (folder === undefined) throw new RangeError(`The channel ${channelName} has no folder`);
  return {
    folder,
    kindOf: (name) => (fits(name, map.file) ? map.file : null),
    async read({ bytes, writtenAt }) {
      const mapping = context.mapping();
      const read = await readRosterFile(bytes, writtenAt, channel, mapping);
      if ('reason' in read) return read;
      const extracts = read.parts.map((part) => rosterExtract(part, channelName));
      return { extracts, notes: rosterNotes(read, channel) };
    },
  };
}

/** Reads a file as a channel of rosters says. */
export function readRosterFile(
  bytes: Buffer,
  writtenAt: Micros,
  channel: RosterChannel,
  mapping: Mapping,
): Promise<RosterFile | Refusal> {
  const { zone = mapping.zone, ignoreOffsets, charset, roster: map } = channel;
  return readRoster(bytes, {
    ...{ map, writtenAt, words: wordsOf(channel, mapping) },
    form: { charset, separator: map.separator, sheet: map.sheet },
    rules: { zone, ignoreOffsets, receivedAt: null },
  });
}

/** Rows whose day is not known belong to no group. */
export function rosterNotes({ unplaced }: RosterFile, { name, roster }: RosterChannel): Note[] {
  const count = Object.values(unplaced).reduce((total, some) => total + some, 0);
  const notes: Note[] = [];
  if (count > 0) notes.push({ reason: 'no-time', channel: name, key: '', count });
  if (roster.recorded === undefined) {
    notes.push({ reason: 'no-recorded-column', channel: name, key: '', count: 1 });
  }
  return notes;
}
