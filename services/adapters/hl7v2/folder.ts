import type { Extract, Note } from '../adapter.ts';
import type { ChannelContext, RefusedRecord, RunningChannel } from '../channel.ts';
import type { Hl7Channel } from '../mapping/schema.ts';
import { type FolderFormat, type FolderTimes, fits, WatchedFolder } from '../tables/folder.ts';
import { readMessage } from './extract.ts';
import { messagesOf } from './files.ts';

type FilesChannel = Hl7Channel & { readonly kind: 'hl7-files' };

/** A watched folder with files of messages. */
export function openHl7Folder(context: ChannelContext, times?: FolderTimes): RunningChannel {
  return new WatchedFolder(context, () => filesFormat(context), times);
}

function filesFormat(context: ChannelContext): FolderFormat {
  const channel = context.settings() as FilesChannel;
  let refused: RefusedRecord[] = [];
  return {
    folder: channel.folder,
    kindOf: (name) => (fits(name, channel.file) ? channel.file : null),
    async read({ bytes }) {
      refused = [];
      const kept: { extracts: Extract[]; notes: Note[] } = { extracts: [], notes: [] };
      const frames = messagesOf(bytes, channel.limit);
      const about = { channel: channel.name, receivedAt: context.now() };
      const naming = { channel, mapping: context.mapping(), border: context.border };
      for (const { kind, bytes: message } of frames) {
        if (kind !== 'message') {
          const detail = 'The message was not ended, or is larger than the `limit` of the channel';
          refused.push({ ...about, reason: kind, detail, bytes: message });
          continue;
        }
        const { extracts, notes, refusal } = readMessage(message, naming);
        if (refusal !== null) refused.push({ ...about, ...refusal, bytes: message });
        kept.extracts.push(...extracts);
        kept.notes.push(...notes);
      }
      if (frames.length > 0) return kept;
      return { reason: 'not-hl7', detail: 'The file has no message that begins with MSH' };
    },
    async taken() {
      for (const record of refused) await context.journal.refuse(record);
    },
  };
}
