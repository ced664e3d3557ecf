import { z } from 'zod';
import type { Server } from './server.ts';

const answer = z.object({
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
  results: z.array(z.object({ status: z.string(), reason: z.string().optional() })),
});

/** The result for sent lines. */
export interface SendResult {
  readonly sent: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly byReason: Readonly<Record<string, number>>;
}

/**
 * Number of lines that a server accepts or refuses as a whole. Of more lines, a busy server may have accepted a
 * part, which would count as duplicates when all are sent again.
 */
export const MOST_LINES = 2000;

const NEWLINE = Buffer.from('\n');

/** Sends lines unchanged; resolves when the server has stored them. Safe to repeat. */
export async function sendEvents(
  server: Server,
  lines: readonly Uint8Array[],
): Promise<SendResult> {
  const body = Buffer.concat(lines.flatMap((line) => [line, NEWLINE]));
  const { results, ...counts } = await server.call(
    { method: 'POST', path: '/v1/events', type: 'application/x-ndjson', body },
    answer,
  );
  const byReason: Record<string, number> = {};
  for (const { reason } of results) {
    if (reason !== undefined) byReason[reason] = (byReason[reason] ?? 0) + 1;
  }
  return { sent: lines.length, ...counts, byReason };
}

export const NOTHING_SENT: SendResult = {
  sent: 0,
  accepted: 0,
  duplicates: 0,
  rejected: 0,
  byReason: {},
};

/** Adds two results. */
export function addResults(one: SendResult, other: SendResult): SendResult {
  const byReason = { ...one.byReason };
  for (const [reason, n] of Object.entries(other.byReason)) {
    byReason[reason] = (byReason[reason] ?? 0) + n;
  }
  return {
    sent: one.sent + other.sent,
    accepted: one.accepted + other.accepted,
    duplicates: one.duplicates + other.duplicates,
    rejected: one.rejected + other.rejected,
    byReason,
  };
}
