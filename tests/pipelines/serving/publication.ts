import type { Applied, PublishedHours, PublishedTexts } from '../../../pipelines/serving/store.ts';
import type { OutboxBatch } from '../../../services/scorer/outbox.ts';
import type { Scorer } from '../../../services/scorer/scorer.ts';

const placeOf = ({ revision: position, streamTime }: OutboxBatch) => {
  return { partition: 0, position, streamTime };
};

/** What changed after what is applied, as a server in one process publishes it. */
export async function changesAfter(
  scorer: Scorer,
  applied: Applied,
  most?: number,
): Promise<(PublishedHours & { more: boolean }) | null> {
  const batch = await scorer.outbox.nextBatch(applied, most);
  if (batch === null) return null;
  return { ...placeOf(batch), more: batch.more, ...(await scorer.outbox.readBatch(batch)) };
}

/** The same as it goes through a topic. */
export async function textsAfter(scorer: Scorer, applied: Applied): Promise<PublishedTexts | null> {
  const batch = await scorer.outbox.nextBatch(applied);
  if (batch === null) return null;
  const messages = await scorer.outbox.readMessages(batch);
  const of = (kind: string) =>
    messages.filter((each) => each.kind === kind).map(({ value }) => Buffer.from(value));
  return { ...placeOf(batch), hours: of('hour'), withdrawn: of('withdrawn') };
}
