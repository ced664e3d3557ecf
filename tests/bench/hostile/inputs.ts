/** A request that once stopped or stalled a server. */
export interface HostileInput {
  readonly name: string;
  readonly contentType: 'application/json' | 'application/x-ndjson';
  readonly body: Buffer;
}

const MEGABYTE = 1_000_000;

/**
 * The five worst requests that were found, each with what it did to a server that was not prepared:
 * the process ended, the hospital stood still for minutes, or the event loop for seconds. Ids carry
 * `round`, so that no request is a duplicate of an earlier one.
 */
export function hostileInputs(wardId: string, round: number): HostileInput[] {
  const now = new Date().toISOString();
  const event = (id: string, fields: Record<string, unknown>) => ({
    id: `hostile-${round}-${id}`,
    source: 'bench',
    occurredAt: now,
    recordedAt: now,
    ...fields,
  });
  const json = (name: string, value: unknown): HostileInput => ({
    name,
    contentType: 'application/json',
    body: Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)),
  });
  const admission = (id: string, fields: Record<string, unknown>) =>
    event(id, { type: 'admission', encounterId: `hostile-${round}-${id}`, wardId, ...fields });
  const items = Object.fromEntries(
    Array.from({ length: 400_000 }, (_, item) => [`item-${item}`, 1]),
  );
  return [
    json('texts that differ past a NUL', [
      admission('nul-1', { bed: '2\u0000' }),
      admission('nul-2', { bed: '2' }),
    ]),
    json(
      'years of birth as times of admission',
      Array.from({ length: 12 }, (_, index) => {
        const at = `${1940 + index * 3}-05-01T08:00:00Z`;
        return admission(`old-${index}`, { occurredAt: at, recordedAt: at });
      }),
    ),
    json('8 MB of nested arrays', '['.repeat(8 * MEGABYTE)),
    {
      name: '50 000 events that are none',
      contentType: 'application/x-ndjson',
      body: Buffer.from(
        `{"id":"hostile-${round}","type":"observation","value":{}}\n`.repeat(50_000),
      ),
    },
    json(
      'an assessment of 400 000 items',
      event('items', {
        type: 'assessment',
        encounterId: `hostile-${round}`,
        instrument: 'braden',
        total: 18,
        items,
      }),
    ),
  ];
}
