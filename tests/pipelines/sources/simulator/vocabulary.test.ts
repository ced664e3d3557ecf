import { describe, expect, it } from 'vitest';
import {
  CARE_NEEDS,
  CONSCIOUSNESS,
  MEDICATION_FORMS,
  OBSERVATION_CODES,
  TASKS,
} from '../../../../schemas/vocabulary.ts';
import { wardEvent } from '../../../../schemas/ward-event.ts';
import { events, FORTY_WARDS } from './sample.ts';

describe('three days on forty wards', () => {
  const stream = events(FORTY_WARDS);
  const values = <Value>(pick: (event: (typeof stream)[number]) => Value | undefined) =>
    new Set(stream.map(pick).filter((value) => value !== undefined));

  it('have every type of event', () => {
    const types = wardEvent.options.map((option) => option.shape.type.value);
    expect(types.length).toBe(14);
    expect([...values((event) => event.type)].sort()).toEqual([...types].sort());
  });

  it('have every observation code', () => {
    const seen = values((event) => (event.type === 'observation' ? event.code : undefined));
    expect(Object.keys(OBSERVATION_CODES).filter((code) => !seen.has(code))).toEqual([]);
  });

  it('have every level of consciousness, and oxygen as flow, yes and no', () => {
    const of = (code: string) =>
      values((event) =>
        event.type === 'observation' && event.code === code ? event.value : undefined,
      );
    expect([...of('consciousness')].sort()).toEqual([...CONSCIOUSNESS].sort());
    for (const value of [true, false, 0, 1.5, 3])
      expect(of('supplemental-oxygen')).toContain(value);
    expect([...of('spo2-scale')].sort()).toEqual([1, 2]);
  });

  it('have every care need started, and most of them stopped', () => {
    const seen = values((event) => (event.type === 'care-need.start' ? event.code : undefined));
    expect([...seen].sort()).toEqual([...CARE_NEEDS].sort());
    const stopped = values((event) => (event.type === 'care-need.stop' ? event.code : undefined));
    expect(stopped.size).toBeGreaterThanOrEqual(5);
  });

  it('have every task and every form of medication', () => {
    const tasks = values((event) => (event.type === 'task' ? event.code : undefined));
    expect(TASKS.filter((code) => !tasks.has(code))).toEqual([]);
    const forms = values((event) => (event.type === 'medication' ? event.form : undefined));
    expect([...forms].sort()).toEqual([...MEDICATION_FORMS].sort());
  });

  it('have codes the models do not know, manual instruments, children and pregnant patients', () => {
    const tasks = values((event) => (event.type === 'task' ? event.code : undefined));
    expect([...tasks].some((code) => !(TASKS as readonly string[]).includes(code))).toBe(true);
    const instruments = values((event) =>
      event.type === 'assessment' ? event.instrument : undefined,
    );
    for (const name of ['braden', 'downton', 'opcq', 'nas']) expect(instruments).toContain(name);
    const admissions = stream.filter((event) => event.type === 'admission');
    expect(admissions.some(({ age }) => age !== undefined && age < 16)).toBe(true);
    expect(admissions.some(({ pregnant }) => pregnant === true)).toBe(true);
    expect(admissions.some(({ age }) => age === undefined)).toBe(true);
  });

  it('write instants in UTC, some with a fraction, some with the local offset', () => {
    const ending = (pattern: RegExp) =>
      stream.filter(({ recordedAt }) => pattern.test(recordedAt)).length / stream.length;
    expect(ending(/:\d\dZ$/)).toBeGreaterThan(0.95);
    expect(ending(/\.\d{3}Z$/)).toBeGreaterThan(0.002);
    expect(ending(/\+01:00$/)).toBeGreaterThan(0.002);
  });
});
