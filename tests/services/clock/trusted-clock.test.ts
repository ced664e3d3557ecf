import { describe, expect, test } from 'vitest';
import type { ClockNote } from '../../../services/clock/clock-note.ts';
import { type ClockLimits, TrustedClock } from '../../../services/clock/trusted-clock.ts';
import { createLog } from '../../../services/platform/log.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const START = Date.parse('2026-11-26T12:00:00Z');
const iso = (time: number) => new Date(time).toISOString();

/** A machine with a wall clock that can be set, and one that cannot. */
class Machine {
  /** The time that it is. */
  time = START;
  /** How far the wall clock is ahead of it. */
  fault = 0;
  started = START - HOUR;
  boot = 'first';

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }

  open(note: ClockNote | null = null, limits: Partial<ClockLimits> = {}): TrustedClock {
    return new TrustedClock({
      wall: () => this.time + this.fault,
      uptime: () => this.time - this.started,
      boot: this.boot,
      log: createLog('silent'),
      ...{ note, limits },
    });
  }

  /** Another run of the machine. */
  restart(off: number): void {
    this.time += off;
    this.started = this.time;
    this.boot = 'second';
  }
}

const JUMPS = [
  ...['+1 h', '-1 h', '+1 day', '-1 day', '+1 year', '-1 year', '+3 minutes'].map((name) => {
    const unit = { h: HOUR, day: DAY, year: 365 * DAY, minutes: MINUTE }[name.split(' ')[1]!]!;
    return [name, Number(name.split(' ')[0]) * unit] as const;
  }),
];

describe('while it runs', () => {
  test.each(JUMPS)(
    'a jump of %s is not followed, and ends when the clock is set right',
    (_, jump) => {
      const machine = new Machine();
      const clock = machine.open();
      machine.pass(30 * MINUTE);
      expect(clock.isInDoubt).toBe(false);
      machine.fault = jump;
      expect(clock.isInDoubt).toBe(true);
      machine.pass(5 * HOUR);
      expect(clock.now()).toBe(machine.time);
      expect(clock.status()).toEqual({
        ...{ time: iso(machine.time), isInDoubt: true, offsetSeconds: jump / SECOND },
      });
      expect(clock.note()).toBeNull();
      machine.fault = 0;
      expect(clock.isInDoubt).toBe(false);
      expect(clock.now()).toBe(machine.time);
    },
  );

  test('what a time server sets right is followed, and no more than two minutes an hour', () => {
    const machine = new Machine();
    const clock = machine.open();
    for (let hour = 0; hour < 5; hour++) {
      machine.fault += 100 * SECOND;
      expect(clock.now()).toBe(machine.time + machine.fault);
      machine.pass(HOUR + MINUTE);
      expect(clock.isInDoubt).toBe(false);
    }
    machine.fault += 100 * SECOND;
    expect(clock.isInDoubt).toBe(false);
    machine.fault += 100 * SECOND;
    expect(clock.isInDoubt).toBe(true);
  });

  test('a machine that sleeps needs nobody', () => {
    const machine = new Machine();
    const clock = machine.open();
    machine.pass(9 * HOUR);
    expect(clock.isInDoubt).toBe(false);
    expect(clock.now()).toBe(machine.time);
  });

  test('a clock that is right after a jump is confirmed', () => {
    const machine = new Machine();
    machine.fault = -HOUR;
    const clock = machine.open();
    machine.fault = 0;
    expect(clock.isInDoubt).toBe(true);
    clock.confirm();
    expect(clock.isInDoubt).toBe(false);
    expect(clock.now()).toBe(machine.time);
  });
});

describe('senders', () => {
  /** A machine whose clock was wrong by `fault` and is right now, to which it is a jump. */
  const corrected = (fault: number, limits: Partial<ClockLimits> = {}) => {
    const machine = new Machine();
    machine.fault = fault;
    const clock = machine.open(null, limits);
    machine.fault = 0;
    expect(clock.isInDoubt).toBe(true);
    const hear = (sender: string, ...late: number[]) =>
      clock.hear(
        sender,
        late.map((each) => (machine.time - each) * 1000),
      );
    return { machine, clock, hear };
  };

  test.each([HOUR, -HOUR, DAY, -DAY])('two prove a clock that was put right by %i', (fault) => {
    const { machine, clock, hear } = corrected(fault);
    hear('ehr', MINUTE, 3 * HOUR);
    expect(clock.isInDoubt).toBe(true);
    hear('ehr', SECOND);
    expect(clock.isInDoubt).toBe(true);
    hear('adt', 30 * SECOND);
    expect(clock.isInDoubt).toBe(false);
    expect(clock.now()).toBe(machine.time);
  });

  test('those that lie in its future speak against it, and what is late says nothing', () => {
    const { clock, hear } = corrected(HOUR);
    hear('ehr', SECOND);
    hear('late', 2 * HOUR);
    hear('ahead', -HOUR);
    hear('more ahead', -2 * HOUR);
    hear('adt', SECOND);
    expect(clock.isInDoubt).toBe(true);
    hear('lab', SECOND);
    expect(clock.isInDoubt).toBe(false);
  });

  test('nobody proves a clock that is wrong', () => {
    for (const jump of [HOUR, -HOUR, DAY, -DAY, 10 * MINUTE, -10 * MINUTE]) {
      const machine = new Machine();
      const clock = machine.open();
      machine.fault = jump;
      for (let n = 0; n < 20; n++) {
        machine.pass(MINUTE);
        for (const sender of ['a', 'b', 'c']) clock.hear(sender, [machine.time * 1000]);
      }
      expect(clock.isInDoubt).toBe(true);
      expect(clock.now()).toBe(machine.time);
    }
  });

  test('what was heard of one jump says nothing of the next', () => {
    const { machine, clock, hear } = corrected(HOUR);
    hear('ehr', SECOND);
    machine.fault = 2 * HOUR;
    expect(clock.isInDoubt).toBe(true);
    machine.fault = 0;
    hear('adt', SECOND);
    expect(clock.isInDoubt).toBe(true);
  });

  test('a site says how many it takes, or that none do', () => {
    const one = corrected(HOUR, { witnesses: 1 });
    one.hear('engine', SECOND);
    expect(one.clock.isInDoubt).toBe(false);
    const none = corrected(HOUR, { witnesses: 0 });
    for (const sender of ['a', 'b', 'c']) none.hear(sender, SECOND);
    expect(none.clock.isInDoubt).toBe(true);
  });
});

describe('at a start', () => {
  const noted = (machine: Machine) => machine.open().note()!;

  test('of the server alone, any jump since is found, however long it was stopped', () => {
    for (const [, jump] of JUMPS) {
      const machine = new Machine();
      const note = noted(machine);
      machine.pass(30 * DAY);
      expect(machine.open(note).isInDoubt).toBe(false);
      machine.fault = jump;
      const clock = machine.open(note);
      expect(clock.isInDoubt).toBe(true);
      expect(clock.now()).toBe(machine.time);
    }
  });

  test('of the machine, after some hours, nobody is needed', () => {
    const machine = new Machine();
    const note = noted(machine);
    machine.restart(20 * HOUR);
    const clock = machine.open(note);
    expect(clock.isInDoubt).toBe(false);
    // from then on as ever
    machine.fault = HOUR;
    expect(clock.isInDoubt).toBe(true);
  });

  test('of the machine after weeks, it cannot be known: senders or somebody say so', () => {
    const machine = new Machine();
    const note = noted(machine);
    machine.restart(14 * DAY);
    const clock = machine.open(note);
    expect(clock.isInDoubt).toBe(true);
    for (const sender of ['ehr', 'adt']) clock.hear(sender, [machine.time * 1000]);
    expect(clock.isInDoubt).toBe(false);
    expect(clock.now()).toBe(machine.time);
    expect(machine.open(note, { gap: 21 * DAY }).isInDoubt).toBe(false);
  });

  test('with a clock that lost its battery, and is set right a moment later, nobody is needed', () => {
    const machine = new Machine();
    const note = noted(machine);
    machine.restart(3 * HOUR);
    machine.fault = Date.parse('2000-01-01T00:00:00Z') - machine.time;
    const clock = machine.open(note);
    expect(clock.isInDoubt).toBe(true);
    expect(clock.now()).toBe(Date.parse(note.at));
    machine.pass(MINUTE);
    machine.fault = 0;
    expect(clock.isInDoubt).toBe(false);
    expect(clock.now()).toBe(machine.time);
  });

  test('without a note, a clock before what the server itself ticked is in doubt', () => {
    const machine = new Machine();
    const clock = machine.open();
    clock.notBefore(machine.time + DAY);
    expect(clock.isInDoubt).toBe(true);
    clock.confirm();
    expect(clock.now()).toBe(machine.time);
  });
});
