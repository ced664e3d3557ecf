import { z } from 'zod';
import type { Server } from './server.ts';

const letter = z.object({
  number: z.int(),
  receivedAt: z.string(),
  /** System that recorded it, and the id of the event; null if they are not known. */
  source: z.string().nullable(),
  id: z.string().nullable(),
  reason: z.string(),
  pointer: z.string(),
  detail: z.string(),
  bytes: z.int(),
  /** The record as JSON with every value masked; null if it is not JSON. */
  masked: z.string().nullable(),
});
const listed = z.object({
  /** How many are open. */
  byReason: z.record(z.string(), z.int()),
  letters: z.array(letter),
});
const retried = z.object({
  retried: z.int(),
  accepted: z.int(),
  duplicates: z.int(),
  rejected: z.int(),
});

type Letter = z.output<typeof letter>;
export type ListedLetters = z.output<typeof listed>;
export type RetriedLetters = z.output<typeof retried>;

/** Most dead letters of one answer. */
const PAGE = 1000;

/** Returns the newest open dead letters of a server, up to `limit`, and the number of all by reason. */
export async function listDeadLetters(server: Server, limit: number): Promise<ListedLetters> {
  const letters: Letter[] = [];
  let byReason: Record<string, number> = {};
  for (let isMore = true; isMore; ) {
    const size = Math.min(PAGE, limit - letters.length);
    const last = letters.at(-1)?.number;
    const before = last === undefined ? '' : `&before=${last}`;
    const path = `/v1/dead-letters?limit=${size}${before}`;
    const page = await server.call({ method: 'GET', path }, listed);
    letters.push(...page.letters);
    byReason = page.byReason;
    isMore = page.letters.length === size && letters.length < limit;
  }
  return { byReason, letters };
}

/** Makes a server submit its open dead letters again, for example after a ward was added to its site file. */
export function retryDeadLetters(server: Server): Promise<RetriedLetters> {
  return server.call({ method: 'POST', path: '/v1/dead-letters/retry' }, retried);
}
