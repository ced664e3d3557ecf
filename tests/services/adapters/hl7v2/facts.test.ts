import { describe, expect, it } from 'vitest';
import { at, factsOf, fixture, mappingWith, message, segment } from './messages.ts';

const PID = segment('PID', { 3: 'P1', 7: '19500101' });
const EVN = { 2: '202603020814', 6: '202603020800' };

/** Facts of a message about a visit, with times as text. */
function stated(
  trigger: string,
  {
    evn = EVN,
    pv1 = {},
    pv2 = {},
    pid = {},
    channel = {},
  }: { evn?: object; pv1?: object; pv2?: object; pid?: object; channel?: object } = {},
) {
  const text = message(
    `ADT^${trigger}`,
    segment('EVN', { 1: trigger, ...evn }),
    segment('PID', { 3: 'P1', 7: '19500101', ...pid }),
    segment('PV1', { 2: 'I', 3: 'A^1^2^H', 6: 'B', 19: 'V1', ...pv1 }),
    segment('PV2', { 1: '', ...pv2 }),
  );
  const { facts, notes } = factsOf(text, mappingWith(channel));
  return {
    facts: facts.map((fact) =>
      Object.fromEntries(
        Object.entries(fact).map(([name, value]) => [
          name,
          /[aA]t$/.test(name) ? at(value) : value,
        ]),
      ),
    ),
    notes: notes.map(({ reason, key }) => (key === '' ? reason : `${reason} ${key}`)),
  };
}

describe('what a trigger states', () => {
  it.each([
    ['A01', 'arrive', false, true],
    ['A04', 'arrive', false, true],
    ['A06', 'arrive', false, true],
    ['A02', 'move', false, true],
    ['A17', 'move', false, true],
    ['A07', 'move', false, true],
    ['A03', 'leave', false, false],
    ['A21', 'away', false, false],
    ['A22', 'back', false, false],
    ['A11', 'arrive', true, true],
    ['A12', 'move', true, true],
    ['A13', 'leave', true, true],
    ['A52', 'away', true, false],
    ['A53', 'back', true, false],
  ])('%s: %s, cancels %s', (trigger, act, cancels, hasPlace) => {
    expect(stated(trigger)).toEqual({
      facts: [
        {
          channel: 'hl7',
          receivedAt: '2026-03-02T09:00:00Z',
          recordedAt: '2026-03-02T07:14:00Z',
          kind: 'movement',
          act,
          cancels,
          trigger,
          at: '2026-03-02T07:00:00Z',
          place: hasPlace ? { unit: 'A', room: '1', bed: '2', facility: 'H' } : null,
          priorPlace: { unit: 'B', room: '', bed: '', facility: '' },
          patientClass: 'I',
          age: 76,
        },
      ],
      notes: [],
    });
  });

  it.each(
    'A05 A09 A10 A14 A15 A16 A18 A26 A27 A28 A30 A31 A32 A33 A34 A35 A36 A38 A39 A40 A41 A42 A43 A44 A45 A46 A47 A49 A50 A51 A60'.split(
      ' ',
    ),
  )('%s: no movement', (trigger) => {
    expect(stated(trigger)).toEqual({ facts: [], notes: [] });
  });

  it.each(['A20', 'A24', 'A29', 'A37', 'A54', 'A55', 'A61', 'A62', 'Z01'])(
    '%s: nothing, noted',
    (trigger) => {
      expect(stated(trigger)).toEqual({
        facts: [],
        notes: [`trigger-without-meaning ADT^${trigger}`],
      });
    },
  );

  it('A23: the visit is void', () => {
    expect(stated('A23').facts).toMatchObject([
      { kind: 'visit-deleted', recordedAt: '2026-03-02T07:14:00Z' },
    ]);
  });

  it('A08: a place, for a channel that moves patients by updates', () => {
    expect(stated('A08').facts).toMatchObject([
      { kind: 'whereabouts', at: '2026-03-02T07:00:00Z', place: { unit: 'A' } },
    ]);
  });

  it.each([
    ['I', 'move', 'A'],
    ['O', 'leave', null],
    ['X', 'leave', null],
  ])('A07 to class %s: %s', (patientClass, act, unit) => {
    const [fact] = stated('A07', { pv1: { 2: patientClass } }).facts;
    expect(fact).toMatchObject({ act, place: unit === null ? null : { unit } });
  });

  it('is nothing if the channel does not provide it', () => {
    expect(stated('A01', { channel: { provides: ['observations'] } })).toEqual({
      facts: [],
      notes: [],
    });
  });
});

it('of another publisher is as its message says', () => {
  const [bytes] = fixture('fhir-converter/ADT-A06-01.hl7');
  const { facts } = factsOf(bytes!);
  expect(facts.map((fact) => fact.kind === 'movement' && { ...fact, at: at(fact.at) })).toEqual([
    expect.objectContaining({
      act: 'arrive',
      at: '2021-01-15T13:45:10Z',
      patientClass: 'I',
      place: {
        facility: expect.any(String),
        unit: 'SPROOM',
        room: expect.any(String),
        bed: 'BED-1',
      },
    }),
  ]);
});

describe('when a movement takes effect', () => {
  const time = (
    trigger: string,
    evn: object,
    pv1: object = {},
    pid: object = {},
    channel: object = {},
  ) => {
    const { facts, notes } = stated(trigger, { evn, pv1, pid, channel });
    return [facts[0]?.at, facts[0]?.recordedAt, ...notes];
  };
  const [EIGHT, NINE, TEN, SENT] = ['07:00', '08:00', '09:00', '07:15'].map(
    (clock) => `2026-03-02T${clock}:00Z`,
  );

  it.each([
    ['A01', { 2: '202603021000', 6: '202603020800' }, { 44: '202603020900' }, [EIGHT, TEN]],
    ['A01', { 2: '202603021000' }, { 44: '202603020900' }, [NINE, TEN]],
    ['A02', { 2: '202603021000' }, { 44: '202603020900' }, [TEN, TEN]],
    ['A03', { 2: '202603021000' }, { 44: '202603020800', 45: '202603020900' }, [NINE, TEN]],
    ['A01', {}, {}, [SENT, SENT]],
    [
      'A01',
      { 2: '202603021000', 6: '20260302' },
      {},
      [undefined, undefined, 'no-time-of-day ADT^A01'],
    ],
    ['A01', { 2: '202603021000', 6: 'soon' }, {}, [undefined, undefined, 'no-time ADT^A01']],
    ['A01', { 2: '20260302', 6: '202603020800' }, {}, [EIGHT, SENT]],
    ['A01', { 2: '202603021000+0200', 6: '202603020800+0100' }, {}, [EIGHT, NINE]],
    ['A12', { 2: '202603021000' }, {}, [null, TEN]],
    ['A12', { 2: '202603021000', 6: '20260302' }, {}, [null, TEN, 'no-time-of-day ADT^A12']],
  ] as const)('%s %j %j', (trigger, evn, pv1, expected) => {
    expect(time(trigger, evn, pv1)).toEqual(expected);
  });

  it('is that of death if it came before the discharge', () => {
    const evn = { 2: '202603021000', 6: '202603020900' };
    expect(time('A03', evn, {}, { 29: '202603020800' })[0]).toBe(EIGHT);
    expect(time('A03', evn, {}, { 29: '202603020930' })[0]).toBe(NINE);
    expect(time('A03', evn, {}, { 29: '20260302' })[0]).toBe(NINE);
    expect(time('A13', evn, {}, { 29: '202603020800' })[0]).toBe(NINE);
  });

  it('is not what a cancellation says of itself', () => {
    const evn = { 2: '202603021000', 6: '202603020900' };
    expect(time('A13', evn, {}, {}, { cancelTime: 'own' })).toEqual([null, TEN]);
    expect(time('A03', evn, {}, {}, { cancelTime: 'own' })).toEqual([NINE, TEN]);
  });

  it('is local if the sender prints a constant offset', () => {
    const evn = { 2: '202603021000-0500', 6: '202603020800-0500' };
    expect(time('A01', evn, {}, {}, { ignoreOffsets: true })).toEqual([EIGHT, TEN]);
    expect(time('A01', evn)[0]).toBe('2026-03-02T13:00:00Z');
  });
});

describe('the planned discharge', () => {
  const planned = (trigger: string, pv2: object, evn: object = EVN) => {
    const { facts, notes } = stated(trigger, { pv2, evn });
    const plan = facts.find(({ kind }) => kind === 'planned-discharge');
    return [plan?.plannedDischargeAt, ...notes];
  };
  const AT = '2026-03-05T11:00:00Z';

  it.each([
    ['A01', { 9: '202603051200' }, EVN, [AT]],
    ['A08', { 9: '202603051200' }, EVN, [AT]],
    ['A16', {}, { 2: '202603020814', 3: '202603051200' }, [AT]],
    ['A16', { 9: '202603051200' }, EVN, [AT]],
    ['A15', {}, { 2: '202603020814', 3: '202603051200' }, [undefined]],
    ['A25', { 9: '202603051200' }, EVN, [null]],
    ['A08', { 9: '""' }, EVN, [null]],
    ['A08', { 9: '20260305' }, EVN, [undefined, 'no-time-of-day PV2-9']],
    ['A08', {}, EVN, [undefined]],
  ] as const)('%s %j %j', (trigger, pv2, evn, expected) => {
    expect(planned(trigger, pv2, evn)).toEqual(expected);
  });
});

describe('a visit', () => {
  it('that has no number is held, and noted once for a message', () => {
    const lines = [PID, segment('PV1', { 3: 'A' }), 'OBX|1|NM|a||1', 'OBX|2|NM|b||2'];
    const results = message('ORU^R01', ...lines);
    expect(factsOf(results)).toEqual({
      facts: [],
      notes: [{ reason: 'no-visit-number', channel: 'hl7', key: '', count: 1 }],
    });
    expect(factsOf(results, mappingWith({ visitNumberMissing: 'open-visit' })).facts).toHaveLength(
      2,
    );
  });

  it('that a merge of patients does not name is not missed', () => {
    expect(factsOf(message('ADT^A40', PID, segment('MRG', { 1: 'P0' })))).toEqual({
      facts: [],
      notes: [],
    });
  });

  it('that has the number of its patient is noted', () => {
    expect(stated('A01', { pv1: { 19: 'P1' } }).notes).toEqual(['visit-is-patient']);
  });
});

describe('an observation', () => {
  const OBR = segment('OBR', { 3: 'F1', 7: '202603020810', 22: '202603020812' });
  const observed = (obx: Record<number, string>, obr = OBR, channel: object = {}) => {
    const text = message(
      'ORU^R01',
      PID,
      segment('PV1', { 19: 'V1' }),
      obr,
      segment('OBX', { 2: 'NM', 3: '8310-5^Temp^LN', 5: '37', ...obx }),
    );
    const [fact] = factsOf(text, mappingWith(channel)).facts;
    if (fact?.kind !== 'observation') throw new Error('no observation');
    return { ...fact, at: at(fact.at), recordedAt: at(fact.recordedAt) };
  };

  it('has the fields of OBX and OBR', () => {
    expect(observed({ 4: '1', 6: 'Cel', 11: 'F', 14: '202603020759' })).toEqual({
      channel: 'hl7',
      receivedAt: expect.any(Number),
      recordedAt: '2026-03-02T07:12:00Z',
      kind: 'observation',
      identity: ['1'],
      identifiedByTime: true,
      codes: [{ system: 'LN', code: '8310-5', display: 'Temp' }],
      value: { type: 'number', text: '37' },
      units: ['Cel'],
      at: '2026-03-02T06:59:00Z',
      standing: 'holds',
      status: 'F',
    });
  });

  it.each([
    [{ 14: '202603020759' }, OBR, '2026-03-02T06:59:00Z'],
    [{}, OBR, '2026-03-02T07:10:00Z'],
    [{}, segment('OBR', { 22: '202603020812' }), '2026-03-02T07:12:00Z'],
    [{}, 'OBR|1', 'no-time'],
    [{ 14: '20260302' }, OBR, 'no-time-of-day'],
    [{ 14: '202602310000' }, OBR, 'no-time'],
  ])('%j of %j is at %s', (obx, obr, expected) => {
    expect(observed(obx, obr).at).toBe(expected);
  });

  it.each([
    ['F', 'holds'],
    ['', 'holds'],
    ['C', 'holds'],
    ['A', 'holds'],
    ['B', 'holds'],
    ['V', 'holds'],
    ['U', 'holds'],
    ['S', 'preliminary'],
    ['P', 'preliminary'],
    ['R', 'unvalidated'],
    ['D', 'withdraws'],
    ['W', 'withdraws'],
    ['X', 'withdraws'],
    ['I', 'nothing'],
    ['O', 'nothing'],
    ['N', 'nothing'],
    ['Q', 'unknown'],
  ])('of status %j: %s', (status, standing) => {
    expect(observed({ 11: status })).toMatchObject({ standing, status });
  });

  it('of status U without a value is nothing', () => {
    expect(observed({ 5: '', 11: 'U' }).standing).toBe('nothing');
  });

  it('is identified by its order if the channel says so', () => {
    const byOrder = { observationIdentity: 'order' };
    expect(observed({ 4: '1' }, OBR, byOrder)).toMatchObject({
      identifiedByTime: false,
      identity: [expect.stringMatching(/^[\w-]{22}$/), '1'],
    });
    expect(observed({ 4: '1' }, 'OBR|1', byOrder)).toMatchObject({
      identifiedByTime: true,
      identity: ['1'],
    });
  });

  it('of the simulated hospital is as its pathway says', () => {
    const sent = fixture('simhospital/pathways.hl7').filter((bytes) => bytes.includes('ORU^R01'));
    const { facts } = factsOf(sent[0]!, mappingWith({ processing: ['T'], zone: 'Europe/London' }));
    const values = facts.map(
      (fact) => fact.kind === 'observation' && [fact.codes[0]!.display, fact.value, at(fact.at)],
    );
    const time = '2026-11-25T16:26:10Z';
    expect(values).toHaveLength(14);
    expect(values).toEqual(
      expect.arrayContaining([
        ['MDC_TEMP', { type: 'number', text: '37.63' }, time],
        ['MDC_PRESS_BLD_NONINV_SYS', { type: 'number', text: '152.71' }, time],
        ['MDC_PRESS_BLD_NONINV_DIA', { type: 'number', text: '92.09' }, time],
        ['MDC_PULS_OXIM_SAT_O2', { type: 'number', text: '44.73' }, time],
        ['MDC_PULS_RATE_NON_INV', { type: 'number', text: '176.26' }, time],
        ['OxyL', { type: 'text', text: '5' }, time],
        ['AVPU', { type: 'text', text: 'Alert' }, time],
        ['PAIN LEVEL', { type: 'number', text: '1.45' }, time],
        ['MDC_RESP_RATE', { type: 'none' }, time],
      ]),
    );
  });
});

describe('something given', () => {
  const RXA = {
    2: '1',
    3: '202603020800',
    4: '202603020830',
    5: 'J01DD02^Ceftazidime^ATC',
    6: '100',
    7: 'ml',
    20: 'CP',
  };
  const given = (
    rxa: object,
    more: string[] = ['RXR|IV^Intravenous^HL70162'],
    orc: object = {},
  ) => {
    const text = message(
      'RAS^O17',
      PID,
      segment('PV1', { 19: 'V1' }),
      segment('ORC', { 1: 'RE', 2: 'P1', 3: 'F1', ...orc }),
      segment('RXA', { ...RXA, ...rxa }),
      ...more,
    );
    const [fact] = factsOf(text).facts;
    if (fact?.kind !== 'medication') throw new Error('nothing given');
    return { ...fact, start: at(fact.start), end: at(fact.end), recordedAt: at(fact.recordedAt) };
  };

  it('has the fields of RXA and RXR', () => {
    expect(given({ 22: '202603020805' })).toEqual({
      channel: 'hl7',
      receivedAt: expect.any(Number),
      recordedAt: '2026-03-02T07:05:00Z',
      kind: 'medication',
      identity: [expect.stringMatching(/^[\w-]{22}$/), '1'],
      drugs: [{ system: 'ATC', code: 'J01DD02', display: 'Ceftazidime' }],
      routes: [{ system: 'HL70162', code: 'IV', display: 'Intravenous' }],
      start: '2026-03-02T07:00:00Z',
      end: '2026-03-02T07:30:00Z',
      amount: '100',
      unit: 'ml',
      isBlood: false,
      standing: 'given',
    });
  });

  it.each([
    [{ 20: 'CP' }, 'given'],
    [{ 20: 'PA' }, 'given'],
    [{ 20: '' }, 'given'],
    [{ 20: 'RE' }, 'not-given'],
    [{ 20: 'NA' }, 'not-given'],
    [{ 21: 'A' }, 'given'],
    [{ 21: 'U' }, 'given'],
    [{ 21: 'D' }, 'withdrawn'],
  ])('%j: %s', (rxa, standing) => {
    expect(given(rxa).standing).toBe(standing);
  });

  it('was recorded as it was entered, else ordered, else sent', () => {
    expect(given({}, [], { 9: '202603020806' }).recordedAt).toBe('2026-03-02T07:06:00Z');
    expect(given({}).recordedAt).toBe('2026-03-02T07:15:00Z');
  });

  it('has the route that follows it, and none of the next order', () => {
    const route = (...more: string[]) => given({}, more).routes.map(({ code }) => code);
    expect(route('RXA|0|2', 'RXR|PO')).toEqual(['PO']);
    expect(route('ORC|RE', 'RXR|PO')).toEqual([]);
  });

  it('may be blood', () => {
    const bag = (fields: object) => {
      const btx = segment('BTX', {
        2: 'D1',
        9: '280',
        10: 'mL',
        11: 'TX',
        12: 'F',
        13: '202603020805',
        16: '202603020800',
        17: '202603021000',
        ...fields,
      });
      const [fact] = factsOf(
        message('BTS^O31', PID, segment('PV1', { 19: 'V1' }), 'ORC|RE|P1', btx),
      ).facts;
      if (fact?.kind !== 'medication') throw new Error('nothing given');
      return { ...fact, start: at(fact.start) };
    };
    expect(bag({})).toMatchObject({
      isBlood: true,
      amount: '280',
      unit: 'mL',
      start: '2026-03-02T07:00:00Z',
      standing: 'given',
    });
    expect(bag({ 16: '' }).start).toBe('2026-03-02T07:05:00Z');
    const standings = [
      { 11: 'TR' },
      { 11: 'PT' },
      { 11: 'RA' },
      { 12: 'C' },
      { 12: 'D' },
      { 12: 'X' },
    ].map((fields) => bag(fields).standing);
    expect(standings).toEqual(['given', 'given', 'not-given', 'given', 'withdrawn', 'withdrawn']);
  });
});
