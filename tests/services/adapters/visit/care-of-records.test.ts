import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseInstant } from '../../../../schemas/instant.ts';
import type {
  DerivedEvent,
  Interpretation,
  StoredExtract,
} from '../../../../services/adapters/adapter.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import { factsOfHl7 } from '../../../../services/adapters/hl7v2/facts.ts';
import type { Mapping } from '../../../../services/adapters/mapping/schema.ts';
import { factsOfTables } from '../../../../services/adapters/tables/facts.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import { interpretObservations } from '../../../../services/adapters/visit/observations.ts';
import * as hl7 from '../hl7v2/messages.ts';
import * as tables from '../tables/made-up.ts';

const NOW = parseInstant('2026-12-01T00:00:00Z');

/** Events by visit, of facts that formats read from their extracts. */
function interpretAll(
  extracts: readonly StoredExtract[],
  factsOf: (extracts: StoredExtract[]) => Fact[],
  { mapping, border }: Pick<Parameters<typeof interpretVisit>[1], 'mapping' | 'border'>,
): Map<string, Interpretation> {
  const visits = [...new Set(extracts.map(({ visit }) => visit))].filter((visit) => visit !== null);
  return new Map(
    visits.map((visit) => {
      const facts = factsOf(extracts.filter((extract) => extract.visit === visit));
      return [visit, interpretVisit(facts, { mapping, border, visit, now: NOW })];
    }),
  );
}

const reasons = ({ notes }: Interpretation) =>
  notes.flatMap(({ reason, count }) => Array<string>(count).fill(reason)).toSorted();

describe('vital signs of the hospital simulator', () => {
  const byText = (code: string, to: string) => ({ system: '*', code, to, match: 'text' });
  const mapping: Mapping = hl7.mappingWith(
    { processing: ['T'], zone: 'Europe/London' },
    {
      places: { RenalWard: 'RenalWard', OtherWard: 'OtherWard' },
      codes: [
        byText('MDC_TEMP', 'temperature'),
        byText('MDC_PRESS_BLD_NONINV_SYS', 'systolic-bp'),
        byText('MDC_PRESS_BLD_NONINV_DIA', 'diastolic-bp'),
        byText('MDC_PULS_OXIM_SAT_O2', 'spo2'),
        byText('MDC_PULS_RATE_NON_INV', 'heart-rate'),
        byText('OxyL', 'supplemental-oxygen'),
        byText('AVPU', 'consciousness'),
        byText('PAIN LEVEL', 'pain'),
      ],
    },
  );

  test('are those of the first set, and the rest is noted', () => {
    const extracts = hl7.fixture('simhospital/pathways.hl7').flatMap((bytes, sequence) =>
      hl7.read(bytes, mapping).extracts.map((extract) => {
        return { ...extract, sequence, channel: 'hl7', receivedAt: NOW };
      }),
    );
    const facts = (own: StoredExtract[]) =>
      own.flatMap((extract) => factsOfHl7(extract, mapping).facts);
    const visits = [...interpretAll(extracts, facts, { mapping, border: hl7.border }).values()];
    const charted = visits.filter(({ events }) =>
      events.some(({ type }) => type === 'observation'),
    );
    expect(charted).toHaveLength(1);
    const { events, notes } = charted[0]!;
    const observations = events.filter((event) => event.type === 'observation');
    const first = observations.filter(({ occurredAt }) => occurredAt === '2026-11-25T16:26:10Z');
    expect(Object.fromEntries(first.map(({ code, value }) => [code, value]))).toEqual({
      temperature: 37.63,
      'systolic-bp': 152.71,
      'diastolic-bp': 92.09,
      spo2: 44.73,
      'heart-rate': 176.26,
      'supplemental-oxygen': 5,
      consciousness: 'A',
      pain: 1.45,
    });
    expect(observations).toHaveLength(3 * 8);
    expect(notes.filter(({ reason }) => reason === 'no-value')).toMatchObject([
      { display: 'MDC_RESP_RATE', count: 3 },
    ]);
    const unmapped = notes.filter(({ reason }) => reason === 'unmapped-code');
    expect(unmapped.map(({ display }) => display).toSorted()).toEqual([
      ...['BowelMovement', 'InsOxy', 'OxygenDev', 'TemperatureSite', 'UrineOutput'],
    ]);
  });
});

describe('an invented Swedish extract', () => {
  /** An event as the file of expected ones has it. */
  function shown(event: DerivedEvent, name: string): unknown[] {
    if (event.type === 'observation') {
      return [event.type, name, event.code, event.value, event.occurredAt];
    }
    return [event.type, name, event.occurredAt];
  }

  test('gives the expected events and notes', async () => {
    const [stays, values] = tables.CHANNEL.tables;
    const extracts = [
      ...(await tables.extractsOf(await tables.fixture('vardkontakter.csv'), stays!)),
      ...(await tables.extractsOf(await tables.fixture('vitalparametrar.csv'), values!)),
    ];
    const { MAPPING: mapping, BORDER: border } = tables;
    const found = interpretAll(extracts, (own) => factsOfTables(own, mapping).facts, {
      mapping,
      border,
    });
    const names = new Map(
      ['K1', 'K2', 'K3', 'K4', 'K5', 'K9'].map((name) => [tables.visit(name), name]),
    );
    const events = [...found].flatMap(([visit, { events }]) =>
      events.map((event) => shown(event, names.get(visit)!)),
    );
    const url = new URL('../../../fixtures/adapters/tables/expected-extract.json', import.meta.url);
    const expected = (JSON.parse(readFileSync(url, 'utf8')).events as unknown[][]).map((event) => {
      const [type, name] = event;
      if (type === 'observation') return event.slice(0, 5);
      return [type, name, event.find((part) => /^\d{4}-/.test(String(part)))];
    });
    const inOrder = (rows: unknown[][]) => rows.map((row) => JSON.stringify(row)).toSorted();
    expect(inOrder(events)).toEqual(inOrder(expected));
    const noted = Object.fromEntries(
      [...found].map(([visit, one]) => [names.get(visit), reasons(one)]),
    );
    expect(noted).toEqual({
      K1: ['no-value', 'not-a-number', 'unmapped-code'],
      K2: ['no-time-of-day'],
      K3: [],
      K4: [],
      K5: ['unmapped-location'],
      K9: ['no-counted-visit'],
    });
  });
});

test('a column of a wide table may be named after what it becomes', async () => {
  const wide = {
    ...tables.CHANNEL.tables[1]!,
    ...{ kind: 'values', layout: 'wide', columns: { Puls: 'heart-rate' } },
  } as (typeof tables.CHANNEL.tables)[number];
  const file = Buffer.from(
    'Rad;Kontakt-id;Puls;Tidpunkt;Registrerad;Makulerad\nR1;K1;80;2026-03-02 09:00;2026-03-02 09:04;0\n',
  );
  const mapping = { ...tables.MAPPING, channels: [{ ...tables.CHANNEL, tables: [wide] }] };
  const extracts = await tables.extractsOf(file, wide);
  const { facts } = factsOfTables(extracts, mapping);
  const { events } = interpretObservations(facts, {
    ...{ mapping, border: tables.BORDER, visit: 'V', now: NOW },
  });
  expect(events).toMatchObject([{ code: 'heart-rate', value: 80 }]);
});

describe('an observation of a message', () => {
  const ORDERS = [
    'MSH|^~\\&|EHR|H|VI|H|20261025023100+0100||ORU^R01|7|P|2.5',
    'PID|1',
    'PV1|1|I|31A||||||||||||||||V1',
  ];
  const mapping = hl7.mappingWith({}, { places: { '31A': '31A' } });
  const factsOf = (obx: string, receivedAt: string) =>
    hl7
      .read([...ORDERS, 'OBR|1', obx].join('\r'), mapping)
      .extracts.flatMap(
        (extract) =>
          factsOfHl7(
            { ...extract, sequence: 1, channel: 'hl7', receivedAt: parseInstant(receivedAt) },
            mapping,
          ).facts,
      );

  /** The visit is on 31A since October began. */
  const ARRIVED: Fact = {
    ...{
      kind: 'movement',
      channel: 'hl7',
      act: 'arrive',
      cancels: false,
      trigger: 'A01',
      patientClass: 'I',
    },
    ...{ priorPlace: null, age: null, place: { facility: '', unit: '31A', room: '', bed: '' } },
    at: parseInstant('2026-10-01T00:00:00Z'),
    recordedAt: parseInstant('2026-10-01T00:00:00Z'),
    receivedAt: parseInstant('2026-10-01T00:00:00Z'),
  };
  const context = { mapping, border: hl7.border, visit: 'V', now: NOW };

  test.each([
    ['2026-10-25T01:31:00Z', '2026-10-25T01:30:00Z'],
    ['2026-10-25T00:31:00Z', '2026-10-25T00:30:00Z'],
  ])('in the hour that comes twice, received at %s', (receivedAt, expected) => {
    const facts = factsOf('OBX|1|NM|8867-4^^LN||80|/min|||||F|||202610250230', receivedAt);
    const observed = interpretVisit([...facts, ARRIVED], context).events.filter(
      ({ type }) => type === 'observation',
    );
    expect(observed.map(({ occurredAt }) => occurredAt)).toEqual([expected]);
  });

  test('waits until its visit is admitted', () => {
    const facts = factsOf(
      'OBX|1|NM|8867-4^^LN||80|/min|||||F|||202610240230',
      '2026-10-24T00:31:00Z',
    );
    const waiting = interpretVisit(facts, context);
    expect([waiting.events, reasons(waiting)]).toEqual([[], ['no-counted-visit']]);
    const admitted = interpretVisit([...facts, ARRIVED], context);
    expect(admitted.events.map(({ type }) => type).toSorted()).toEqual([
      'admission',
      'observation',
    ]);
  });
});
