import type { Micros } from '../../../schemas/instant.ts';
import { errorKind } from '../../platform/log.ts';
import type { Refusal } from '../adapter.ts';
import { type ChannelContext, JournalUnavailable } from '../channel.ts';
import type { Hl7Channel } from '../mapping/schema.ts';
import { answersTo, type Outcome } from './acknowledge.ts';
import { type ReadMessage, readMessage } from './extract.ts';
import type { Frame } from './frames.ts';

const UNREADABLE: Readonly<Record<Exclude<Frame['kind'], 'message'>, string>> = {
  unfinished: 'The message was not ended',
  'too-large': 'The message is larger than the `limit` of the channel',
};

/** Why a frame that holds no whole message is refused. */
export function refusalOfFrame(kind: Exclude<Frame['kind'], 'message'>): Refusal {
  return { reason: kind, detail: UNREADABLE[kind] };
}

/** Takes messages one by one: reads, keeps, answers. */
export class Receiver {
  private readonly context: ChannelContext;
  /** What fails and how to fix it; `null` if the last message could be kept. */
  problem: string | null = null;
  lastReceivedAt: Micros | null = null;
  received = 0;
  readonly answers = new Map<string, number>();
  private answered = 0;

  constructor(context: ChannelContext) {
    this.context = context;
  }

  /** Resolves with the answer once the message is durable, refused, or known not to be kept. */
  async answer(frame: Frame): Promise<Buffer> {
    const receivedAt = this.context.now();
    this.received++;
    this.lastReceivedAt = receivedAt;
    const outcome = await this.keep(frame, receivedAt);
    // the second half of what was cut off brings an answer of its own
    if (frame.kind === 'unfinished') return Buffer.alloc(0);
    const answers = answersTo(frame.bytes, outcome, {
      mode: this.settings().ack,
      now: this.context.now(),
      nextId: () => `${receivedAt.toString(36)}${(++this.answered).toString(36)}`.slice(-20),
    });
    for (const { code } of answers) this.answers.set(code, (this.answers.get(code) ?? 0) + 1);
    return Buffer.concat(answers.map(({ bytes }) => bytes));
  }

  private async keep(frame: Frame, receivedAt: Micros): Promise<Outcome> {
    try {
      const outcome = await this.store(frame, receivedAt);
      this.problem = null;
      return outcome;
    } catch (error) {
      const isFull = error instanceof JournalUnavailable;
      this.problem = isFull
        ? 'The journal keeps nothing now: look at its disk; senders send again'
        : 'A message cannot be kept: look at the log; senders send again';
      this.log('warn', { ...(error instanceof Error && errorKind(error)) }, 'message not kept');
      return 'not-kept';
    }
  }

  private async store(frame: Frame, receivedAt: Micros): Promise<Outcome> {
    const channel = this.settings().name;
    const read = this.read(frame);
    const { refusal, extracts, notes, type } = read;
    if (refusal === null) {
      await this.context.journal.take([{ channel, receivedAt, extracts, notes }]);
      this.log('debug', { type }, 'message kept');
      return 'kept';
    }
    await this.context.journal.refuse({ ...refusal, channel, receivedAt, bytes: frame.bytes });
    this.log('warn', { type, reason: refusal.reason }, 'message refused');
    return refusal.reason;
  }

  private read(frame: Frame): ReadMessage {
    const { border } = this.context;
    if (frame.kind === 'message') {
      return readMessage(frame.bytes, {
        channel: this.settings(),
        mapping: this.context.mapping(),
        border,
      });
    }
    const refusal = refusalOfFrame(frame.kind);
    return { type: '', extracts: [], notes: [], refusal };
  }

  private log(level: 'debug' | 'warn', about: object, text: string): void {
    this.context.log[level]({ channel: this.context.settings().name, ...about }, text);
  }

  private settings(): Hl7Channel {
    const settings = this.context.settings();
    if (settings.kind !== 'mllp' && settings.kind !== 'hl7-files') {
      throw new TypeError(`No channel of HL7 v2: ${settings.name}`);
    }
    return settings;
  }
}
