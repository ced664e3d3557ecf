/** A request that once stopped or stalled a server. */
export interface HostileInput {
  readonly name: string;
  readonly contentType: 'application/json' | 'application/x-ndjson';
  readonly body: Buffer;
}

const MEGABYTE = 1_000_000;

/** Stands for the round in bodies that are made once: as many digits as a round has. */
const ANY_ROUND = '0'.repeat(String(Date.now()).length);

/**
 * The five worst requests that were found, each with what it did to a server that was not prepared:
 * the process ended, the hospital stood still for minutes, or the event loop for seconds. Large bodies are
 * made once, so that the attack costs the machine little beside what it costs the server.
 * @returns the inputs of a round; ids carry it, so that no record is known from an earlier one
 */
export function hostileInputs(wardId: string): (round: number) => HostileInput[] {
  const items = Object.fromEntries(
    Array.from({ length: 400_000 }, (_, item) => [`item-${item}`, 1]),
  );
  const assessment = {
    ...envelope(ANY_ROUND, 'items'),
    ...{ type: 'assessment', encounterId: `hostile-${ANY_ROUND}`, instrument: 'braden', total: 18 },
    items,
  };
  const lines = Array.from(
    { length: 50_000 },
    (_, line) => `{"id":"hostile-${ANY_ROUND}-${line}","type":"observation","value":{}}\n`,
  );
  const ofItems = ofRounds(JSON.stringify(assessment));
  const ofLines = ofRounds(lines.join(''));
  const nested = Buffer.alloc(8 * MEGABYTE, '[');
  return (round) => [
    json('texts that differ past a NUL', [
      admission(round, 'nul-1', wardId, { bed: '2\u0000' }),
      admission(round, 'nul-2', wardId, { bed: '2' }),
    ]),
    json(
      'years of birth as times of admission',
      Array.from({ length: 12 }, (_, index) => {
        const at = `${1940 + index * 3}-05-01T08:00:00Z`;
        return admission(round, `old-${index}`, wardId, { occurredAt: at, recordedAt: at });
      }),
    ),
    { name: '8 MB of nested arrays', contentType: 'application/json', body: nested },
    {
      name: '50 000 events that are none',
      contentType: 'application/x-ndjson',
      body: ofLines(round),
    },
    {
      name: 'an assessment of 400 000 items',
      contentType: 'application/json',
      body: ofItems(round),
    },
  ];
}

const json = (name: string, value: unknown): HostileInput => {
  return { name, contentType: 'application/json', body: Buffer.from(JSON.stringify(value)) };
};

function envelope(round: number | string, id: string) {
  const now = new Date().toISOString();
  return { id: `hostile-${round}-${id}`, source: 'bench', occurredAt: now, recordedAt: now };
}

const admission = (round: number, id: string, wardId: string, fields: Record<string, unknown>) => {
  const encounterId = `hostile-${round}-${id}`;
  return { ...envelope(round, id), type: 'admission', encounterId, wardId, ...fields };
};

/** A body whose places for the round are filled in for each. */
function ofRounds(text: string): (round: number) => Buffer {
  const template = Buffer.from(text);
  const places: number[] = [];
  for (let at = template.indexOf(ANY_ROUND); at !== -1; ) {
    places.push(at);
    at = template.indexOf(ANY_ROUND, at + ANY_ROUND.length);
  }
  return (round) => {
    const body = Buffer.from(template);
    for (const at of places) body.write(String(round), at, 'latin1');
    return body;
  };
}
