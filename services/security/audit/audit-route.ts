import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { encounterId } from '../../../schemas/envelope.ts';
import { instant } from '../../../schemas/instant.ts';
import { HttpProblem } from '../../http/problem.ts';
import { problemAnswers } from '../../http/problem-schema.ts';
import type { AuditEntry } from './audit-entry.ts';
import { auditEntry } from './audit-entry.ts';
import type { AuditLog } from './audit-log.ts';
import { type AuditFilter, searchAudit } from './audit-search.ts';

const MOST = 1000;

const query = z.strictObject({
  from: instant.optional().meta({ format: 'date-time', description: 'Written then or later' }),
  to: instant.optional().meta({ format: 'date-time', description: 'Written before' }),
  subject: z.string().min(1).max(200).optional().meta({
    description: 'The caller, or a part of its name, such as the id of a key',
  }),
  encounterId: encounterId.optional().meta({ description: 'Named by the request, or listed' }),
  wardId: z.string().min(1).max(64).optional().meta({ description: 'Named by the request' }),
  cursor: z.string().max(100).optional().meta({ description: 'From `next` of the page before' }),
  limit: z.coerce.number().int().min(1).max(MOST).default(100).meta({
    description: 'Lines of a page',
  }),
});
const page = z.strictObject({
  entries: z.array(auditEntry),
  next: z.string().nullable().meta({ description: 'Address of the next page, null at the end' }),
});

/** What auditors read: which caller read which patient, the newest last. */
export const auditRoute: FastifyPluginAsyncZod<{ audit: AuditLog }> = async (app, { audit }) => {
  app.get(
    '/v1/audit',
    {
      schema: {
        operationId: 'listAudit',
        summary: 'Who read what, the newest last',
        tags: ['Access'],
        querystring: query,
        response: { 200: page, ...problemAnswers },
      },
    },
    async (request, reply) => {
      const { cursor = null, limit, from, to, ...about } = request.query;
      const filter = {
        ...about,
        from: (from ?? Number.NEGATIVE_INFINITY) / 1000,
        to: (to ?? Number.POSITIVE_INFINITY) / 1000,
      };
      const found = await auditPage(audit.folder, filter, cursor, limit);
      if (found === null) {
        const detail = 'Expected the cursor of a page before';
        throw new HttpProblem('invalid-request', { errors: [{ pointer: '/cursor', detail }] });
      }
      request.audit.rows = found.entries.length;
      reply.header('cache-control', 'no-store');
      return { entries: found.entries, next: nextUrl(request.url, found.cursor) };
    },
  );
};

function nextUrl(url: string, cursor: string | null): string | null {
  if (cursor === null) return null;
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  searchParams.set('cursor', cursor);
  return `${pathname}?${searchParams}`;
}

/**
 * Reads a page of entries, the newest last.
 * @param cursor end of the previous page
 * @returns the entries, and the start of the next page, `null` if there is none; null if the cursor is not valid
 */
async function auditPage(
  folder: string,
  filter: AuditFilter,
  cursor: string | null,
  limit: number,
): Promise<{ entries: AuditEntry[]; cursor: string | null } | null> {
  const after = cursor === null ? null : place(cursor);
  if (cursor !== null && after === null) return null;
  const entries: AuditEntry[] = [];
  let next = after;
  for await (const { entry, file, next: byte } of searchAudit(folder, filter, after)) {
    if (entries.length === limit) return { entries, cursor: next === null ? null : cursorOf(next) };
    entries.push(entry);
    next = { file, byte };
  }
  return { entries, cursor: null };
}

interface Place {
  readonly file: string;
  readonly byte: number;
}

function cursorOf({ file, byte }: Place): string {
  return Buffer.from(`${file} ${byte}`).toString('base64url');
}

function place(cursor: string): Place | null {
  const text = Buffer.from(cursor, 'base64url').toString();
  const [, file, byte] = /^(\d{4}-\d{2}\.ndjson) (\d{1,15})$/.exec(text) ?? [];
  return file === undefined ? null : { file, byte: Number(byte) };
}
