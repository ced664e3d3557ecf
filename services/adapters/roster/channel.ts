import type { Note } from '../adapter.ts';
import type { ChannelContext, RunningChannel } from '../channel.ts';
import type { RosterChannel } from '../mapping/schema.ts';
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
      const { zone = mapping.zone, ignoreOffsets, charset } = channel;
      const read = await readRoster(bytes, {
        ...{ map, writtenAt, words: wordsOf(channel, mapping) },
        form: { charset, separator: map.separator, sheet: map.sheet },
        rules: { zone, ignoreOffsets, receivedAt: null },
      });
      if ('reason' in read) return read;
      const extracts = read.parts.map((part) => rosterExtract(part, channelName));
      return { extracts, notes: notesOf(read, channel) };
    },
  };
}

/** Rows whose day is not known belong to no group. */
function notesOf({ unplaced }: RosterFile, { name, roster }: RosterChannel): Note[] {
  const count = Object.values(unplaced).reduce((total, some) => total + some, 0);
  const notes: Note[] = [];
  if (count > 0) notes.push({ reason: 'no-time', channel: name, key: '', count });
  if (roster.recorded === undefined) {
    notes.push({ reason: 'no-recorded-column', channel: name, key: '', count: 1 });
  }
  return notes;
}
