import type { Applied, PublishedHours, PublishedTexts } from '../../../pipelines/serving/store.ts';
import type { Part } from '../../../services/scorer/outbox.ts';
import type { Scorer } from '../../../services/scorer/scorer.ts';

const placeOf = ({ revision: position, streamTime }: Part) => {
  return { partition: 0, position, streamTime };
};

/** What changed after what is applied, as a server in one process publishes it. */
export async function changesAfter(
  scorer: Scorer,
  applied: Applied,
  most?: number,
): Promise<(PublishedHours & { more: boolean }) | null> {
  const part = await scorer.outbox.partAfter(applied, most);
  if (part === null) return null;
  return { ...placeOf(part), more: part.more, ...(await scorer.outbox.changesOf(part)) };
}

/** The same as it goes through a topic. */
export async function textsAfter(scorer: Scorer, applied: Applied): Promise<PublishedTexts | null> {
  const part = await scorer.outbox.partAfter(applied);
  if (part === null) return null;
  const messages = await scorer.outbox.messagesOf(part);
  const of = (kind: string) =>
    messages.filter((each) => each.kind === kind).map(({ value }) => Buffer.from(value));
  return { ...placeOf(part), hours: of('hour'), withdrawn: of('withdrawn') };
}
