import { describe, expect, test } from 'vitest';
import { formatInstant } from '../../../../schemas/instant.ts';
import type { Fact } from '../../../../services/adapters/facts.ts';
import type { VisitContext } from '../../../../services/adapters/visit/context.ts';
import { interpretVisit } from '../../../../services/adapters/visit/interpret.ts';
import {
  a01,
  a02,
  a03,
  a11,
  a12,
  a13,
  a21,
  a22,
  a52,
  a53,
  contextOf,
  mappingOf,
  minute,
  movement,
  planned,
  update,
} from './stated.ts';

const time = (of: number) => formatInstant(minute(of));

/** `type minute`, and the ward and bed of an arrival. */
function linesOf(facts: readonly Fact[], context: VisitContext = contextOf()): string[] {
  return interpretVisit(facts, context).events.map((event) => {
    const at = (Date.parse(event.occurredAt) * 1000 - minute(0)) / 60e6;
    const place = 'wardId' in event ? [event.wardId, ...('bed' in event ? [event.bed] : [])] : [];
    return [event.type, at, ...place].join(' ');
  });
}

function notesOf(facts: readonly Fact[], context: VisitContext = contextOf()) {
  const { notes } = interpretVisit(facts, context);
  return notes.map(({ reason, key, count }) => [reason, key, count]);
}

test('events say what holds, by which source and since when it was known', () => {
  const arrival = a01(0, 'A^SAL 1^2', { recorded: 3, age: 91 });
  const context = contextOf(mappingOf({}, { ageCap: 90 }));
  const { events, due } = interpretVisit([arrival, a02(60, 'B', { recorded: 58 })], context);
  const shared = { source: 'ehr', encounterId: 'V', id: expect.stringMatching(/^m\.[\w-]{22}$/) };
  expect(events).toEqual([
    {
      ...shared,
      type: 'admission',
      ...{ occurredAt: time(0), recordedAt: time(3), wardId: 'A', bed: '2', age: 90 },
    },
    // nothing is recorded before it happens
    { ...shared, type: 'transfer', occurredAt: time(60), recordedAt: time(60), wardId: 'B' },
  ]);
  expect(due).toBeNull();
});

test('an event keeps its id while its version changes, and has another for another time', () => {
  const idOf = (fact: Fact) => interpretVisit([fact], contextOf()).events[0]!.id;
  expect(idOf(a01(0, 'B', { recorded: 9 }))).toBe(idOf(a01(0, 'A')));
  expect(idOf(a01(1, 'A'))).not.toBe(idOf(a01(0, 'A')));
  expect(idOf(a02(0, 'A'))).not.toBe(idOf(a01(0, 'A')));
});

test('a clock that runs ahead gets the time of receipt', () => {
  const ahead = { ...a01(0, 'A', { recorded: 106 }), receivedAt: minute(100) };
  const again = { ...ahead, receivedAt: minute(103) };
  expect(interpretVisit([again, ahead], contextOf())).toEqual(interpretVisit([ahead], contextOf()));
  const found = interpretVisit([ahead, again], contextOf());
  expect(found.events[0]!.recordedAt).toBe(time(100));
  expect(found.notes).toEqual([{ reason: 'clock-ahead', channel: 'adt', key: '', count: 1 }]);
});

test('of versions recorded at once one holds by its content, and the conflict is noted', () => {
  const facts = [a01(0, 'A'), a01(0, 'B')];
  expect(linesOf(facts)).toEqual(linesOf(facts.toReversed()));
  expect(notesOf(facts)).toEqual([['conflict', 'A01', 1]]);
  expect(notesOf([a01(0, 'A'), a01(0, 'A')])).toEqual([]);
});

describe('a class', () => {
  test('that does not count keeps an arrival from counting, and is noted if it is not known', () => {
    expect(linesOf([a01(0, 'A', { patientClass: 'O' })])).toEqual([]);
    expect(notesOf([a01(0, 'A', { patientClass: 'O' })])).toEqual([]);
    expect(notesOf([a01(0, 'A', { patientClass: 'EMERGENCY' })])).toEqual([
      ['unmapped-class', 'EMERGENCY', 1],
    ]);
  });

  test('does not matter to a move, nor to records of a format without classes', () => {
    expect(linesOf([a02(0, 'A', { patientClass: 'O' })])).toEqual(['transfer 0 A']);
    expect(linesOf([a01(0, 'A', { patientClass: null })])).toEqual(['admission 0 A']);
  });
});

describe('places', () => {
  const places = { OP: 'away', AKM: 'outside', RTG: 'ignore' };
  const context = contextOf(mappingOf(places));

  test('a stay begins again after a time outside', () => {
    const facts = [a01(0, 'AKM'), a02(60, 'A'), a02(120, 'AKM'), a02(180, 'B'), a03(240)];
    expect(linesOf(facts, context)).toEqual([
      'transfer 60 A',
      'discharge 120',
      'transfer 180 B',
      'discharge 240',
    ]);
  });

  test('who is away comes back with the next move to a ward', () => {
    const facts = [a01(0, 'A'), a02(60, 'OP'), a02(70, 'OP^2'), a02(120, 'A'), a03(240)];
    expect(linesOf(facts, context)).toEqual([
      'admission 0 A',
      'leave.start 60',
      'transfer 120 A',
      'discharge 240',
    ]);
  });

  test('a place to ignore is no movement', () => {
    expect(linesOf([a01(0, 'A'), a02(60, 'RTG')], context)).toEqual(['admission 0 A']);
    expect(notesOf([a01(0, 'A'), a02(60, 'RTG')], context)).toEqual([]);
  });

  test('one that is not listed is named in a note, once for each movement', () => {
    const facts = [a01(0, 'A'), a02(60, 'X^1'), a02(70, 'X^2'), a02(80, 'Y'), a02(80, 'Y')];
    expect(notesOf(facts)).toEqual([
      ['unmapped-location', 'X', 2],
      ['unmapped-location', 'Y', 1],
    ]);
  });
});

describe('cancellations', () => {
  test('of leaves on and back', () => {
    const facts = [a01(0, 'A'), a21(30), a22(45)];
    expect(linesOf([...facts, a53(45)])).toEqual(['admission 0 A', 'leave.start 30']);
    expect(linesOf([...facts, a52(30)])).toEqual(['admission 0 A']);
  });

  test('without a time take a movement at the place they name, recorded before them', () => {
    const facts = [a01(0, 'A'), a02(60, 'B'), a02(70, 'C'), a02(90, 'B', { recorded: 95 })];
    const cancel = a12(null, { prior: 'B', recorded: 80 });
    expect(linesOf([...facts, cancel])).toEqual([
      'admission 0 A',
      'transfer 70 C',
      'transfer 90 B',
    ]);
  });

  test('without a time take any movement if none is at the place, the latest that was recorded before them', () => {
    const facts = [a01(0, 'A'), a02(60, 'B'), a02(70, 'C'), a02(90, 'B', { recorded: 95 })];
    const cancel = a12(null, { prior: 'X', recorded: 80 });
    expect(linesOf([...facts, cancel])).toEqual([
      'admission 0 A',
      'transfer 60 B',
      'transfer 90 B',
    ]);
  });

  test('of an arrival name the place of the patient', () => {
    const facts = [a01(0, 'A'), a01(60, 'B', { recorded: 200 })];
    expect(linesOf([...facts, a11(null, { to: 'B', recorded: 300 })])).toEqual(['admission 0 A']);
    expect(linesOf([...facts, a11(null, { to: 'A', recorded: 300 })])).toEqual(['admission 60 B']);
  });

  test('that find nothing wait', () => {
    expect(notesOf([a01(0, 'A'), a13(60)])).toEqual([['cancel-without-movement', 'A13', 1]]);
    expect(notesOf([a01(0, 'A'), a13(null)])).toEqual([['cancel-without-movement', 'A13', 1]]);
    expect(notesOf([a01(0, 'A'), a13(60), a03(60)])).toEqual([]);
    expect(linesOf([a01(0, 'A'), a13(60), a03(60)])).toEqual(['admission 0 A']);
  });

  test('of a leave move the patient if they name another ward than the stay that goes on', () => {
    const facts = [a01(0, 'A'), a03(60)];
    const cancel = (to: string) => a13(60, { to, recorded: 90 });
    expect(linesOf([...facts, cancel('A^1^2')])).toEqual(['admission 0 A']);
    expect(linesOf([...facts, cancel('B')])).toEqual(['admission 0 A', 'transfer 90 B']);
    // the patient left again before it was recorded
    expect(linesOf([...facts, a03(80), cancel('B')])).toEqual(['admission 0 A', 'discharge 80']);
  });
});

describe('an instant', () => {
  const context = contextOf(mappingOf({ OP: 'away', AKM: 'outside' }));

  test('with several places has the one that was recorded last', () => {
    const second = (to: string) => a02(0, to, { recorded: 3 });
    expect(linesOf([a01(0, 'A', { recorded: 5 }), second('B')])).toEqual(['admission 0 A']);
    expect(linesOf([a01(0, 'A'), second('AKM')], context)).toEqual([]);
    // a place that is away keeps the bed
    const away = ['admission 0 A', 'leave.start 0'];
    expect(linesOf([a01(0, 'A'), second('OP')], context)).toEqual(away);
  });

  test('ends with a leave, whenever that was recorded', () => {
    const leave = a03(60, { recorded: 50 });
    expect(linesOf([a01(0, 'A'), a02(60, 'B'), leave])).toEqual(['admission 0 A', 'discharge 60']);
    expect(linesOf([a01(60, 'A'), leave])).toEqual(['admission 60 A', 'discharge 60']);
  });

  test('that brings the patient and ends the stay only ends it', () => {
    expect(linesOf([a01(0, 'A'), a02(60, 'B'), a03(60)])).toEqual([
      'admission 0 A',
      'discharge 60',
    ]);
  });

  test('at which the patient goes away and is back changes nothing', () => {
    const facts = [a01(0, 'A'), a21(60, { recorded: 61 }), a22(60, { recorded: 62 })];
    expect(linesOf(facts)).toEqual(['admission 0 A']);
  });
});

describe('an update with a place', () => {
  const facts = [a01(0, 'A'), a03(120, { recorded: 121 })];
  const moved = ['admission 0 A', 'transfer 60 B', 'discharge 120'];
  const unmoved = ['admission 0 A', 'discharge 120'];

  test('is a move on a channel whose senders have none', () => {
    expect(linesOf([...facts, update(60, 'B')])).toEqual(moved);
    expect(linesOf([...facts, update(60, 'B', { channel: 'adt' })])).toEqual(unmoved);
  });

  test('is none if the visit is not open, or the patient is there', () => {
    expect(linesOf([...facts, update(150, 'B')])).toEqual(unmoved);
    expect(linesOf([...facts, update(60, 'A')])).toEqual(unmoved);
  });

  test('is none at the time of a move', () => {
    const facts = [a01(0, 'A'), a02(60, 'B', { prior: 'A' }), update(60, 'C', { recorded: 70 })];
    expect(linesOf(facts)).toEqual(['admission 0 A', 'transfer 60 B']);
  });

  test('is none if the next record says that the patient never was there', () => {
    expect(linesOf([...facts, update(60, 'B'), update(70, 'A')])).toEqual(unmoved);
    const leave = a03(120, { recorded: 121, prior: 'A' });
    expect(linesOf([a01(0, 'A'), leave, update(60, 'B')])).toEqual(unmoved);
    const agreeing = a03(120, { recorded: 121, prior: 'B' });
    expect(linesOf([a01(0, 'A'), agreeing, update(60, 'B')])).toEqual(moved);
  });
});

describe('a planned discharge', () => {
  const plansOf = (facts: readonly Fact[]) =>
    interpretVisit(facts, contextOf()).events.map((event) => [
      event.recordedAt,
      'plannedDischargeAt' in event ? event.plannedDischargeAt : null,
    ]);

  test('is that of the arrival or move that holds last, known since it was recorded', () => {
    const facts = [a01(0, 'A'), a02(60, 'B'), planned(1000, 90), planned(900, 80)];
    expect(plansOf(facts)).toEqual([
      [time(1), null],
      [time(90), time(1000)],
    ]);
  });

  test('can be taken back', () => {
    const facts = [a01(0, 'A'), planned(1000, 90), planned(null, 90)];
    expect(plansOf(facts)).toEqual([[time(90), null]]);
    expect(plansOf([a01(0, 'A'), planned(null, 90)])).toEqual([[time(1), null]]);
  });
});

test('what lies ahead waits, and says when to look again', () => {
  const facts = [a01(0, 'A'), a02(600, 'B'), a03(700)];
  const before = interpretVisit(facts, contextOf(mappingOf(), 599));
  expect(before.events.map(({ type }) => type)).toEqual(['admission']);
  expect(before.due).toBe(minute(600));
  expect(notesOf(facts, contextOf(mappingOf(), 599))).toEqual([['in-future', '', 2]]);
  expect(linesOf(facts, contextOf(mappingOf(), 600))).toEqual(['admission 0 A', 'transfer 600 B']);
});

test('a deleted visit has no events', () => {
  const deleted: Fact = {
    ...{ kind: 'visit-deleted', channel: 'adt', receivedAt: minute(5), recordedAt: minute(5) },
  };
  expect(linesOf([a01(0, 'A'), deleted, a02(60, 'B')])).toEqual([]);
});

test('care waits until its visit is on a ward', () => {
  const observation: Fact = {
    ...{ kind: 'observation', channel: 'adt', receivedAt: minute(5), recordedAt: minute(5) },
    ...{ identity: [], identifiedByTime: true, codes: [], value: { type: 'none' }, units: [] },
    ...{ at: minute(5), standing: 'holds', status: 'F' },
  };
  expect(notesOf([observation])).toEqual([['no-counted-visit', '', 1]]);
  expect(notesOf([observation, a03(60)])).toEqual([['no-counted-visit', '', 1]]);
  const waits = expect.arrayContaining([expect.arrayContaining(['no-counted-visit'])]);
  expect(notesOf([observation, a01(0, 'A')])).not.toEqual(waits);
});

test('the trigger of an arrival decides whether its time is corrected', () => {
  const other = movement('A04', 'arrive', 5, false, { to: 'A', recorded: 30 });
  expect(linesOf([a01(0, 'A'), other])).toEqual(['admission 0 A', 'admission 5 A']);
});
