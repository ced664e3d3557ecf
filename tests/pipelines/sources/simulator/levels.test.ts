import { describe, expect, it } from 'vitest';
import { DAY } from '../../../../pipelines/sources/simulator/clock.ts';
import { SHIFTS } from '../../../../pipelines/sources/simulator/shift.ts';
import { SPECIALTIES } from '../../../../pipelines/sources/simulator/specialties.ts';
import { type NeedHour, scoredHospital } from '../../../support/scored-hospital.ts';
import { meanMinutes, type StateHour, share, wardStates } from '../../../support/ward-states.ts';

const HOSPITAL = { wards: 20, days: 14, seed: 2 };
const START = Date.parse('2026-01-05T00:00:00Z') / 1000;
const END = START + HOSPITAL.days * DAY;

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, each) => sum + each, 0) / numbers.length;

describe('a fortnight on twenty wards, scored', async () => {
  const hospital = await scoredHospital(HOSPITAL);
  const states = wardStates(hospital, START, END);
  const byHour = Array.from({ length: 24 }, (_, local) =>
    states.filter(({ hour }) => hour.local === local),
  );
  const gap = (hours: readonly StateHour[]) =>
    mean(hours.map(({ present, required }) => present - required)) /
    mean(hours.map(({ required }) => required));

  it('needs by specialty and shift what its site file says of a usual patient', () => {
    const measured = meanMinutes(hospital, START, END);
    for (const { type, minutesPerPatientHour } of SPECIALTIES) {
      for (const { name } of SHIFTS) {
        const off = measured.get(type)![name]! / minutesPerPatientHour[name] - 1;
        expect(Math.abs(off), `${type} ${name}`).toBeLessThan(0.15);
      }
    }
  });

  it('is short now and then, and somebody can spare', () => {
    const [short, tight, room] = (['short', 'tight', 'room'] as const).map((state) =>
      share(states, state),
    );
    expect(short).toBeGreaterThan(0.03);
    expect(short).toBeLessThan(0.12);
    expect(tight).toBeGreaterThan(0.05);
    expect(tight).toBeLessThan(0.12);
    expect(room).toBeGreaterThan(0.1);
    expect(room).toBeLessThan(0.2);
  });

  it('is short at no hour more than twice as often as on average, and at every hour somewhere', () => {
    const short = byHour.map((hours) => share(hours, 'short'));
    expect(Math.max(...short)).toBeLessThan(2 * share(states, 'short'));
    expect(Math.min(...short)).toBeGreaterThan(0.02);
  });

  it('has no step where shifts change: needs and staff change together', () => {
    for (const { from } of SHIFTS) {
      expect(Math.abs(gap(byHour[from]!) - gap(byHour[from - 1]!)), `${from}`).toBeLessThan(0.1);
    }
  });

  it('opens as it goes on: patients, their need and what is known of them', () => {
    const daily = Array.from({ length: HOSPITAL.days }, (_, day) =>
      hospital.hours.filter(({ at }) => Math.floor((at - START) / DAY) === day),
    );
    const sum = (hours: readonly NeedHour[], of: (hour: NeedHour) => number) =>
      hours.reduce((total, hour) => total + of(hour), 0);
    const figures = {
      census: (hours: readonly NeedHour[]) =>
        sum(hours, (hour) => hour.patientHours) / hours.length,
      need: (hours: readonly NeedHour[]) =>
        sum(hours, (hour) => hour.minutes) / sum(hours, (hour) => hour.patientHours),
      coverage: (hours: readonly NeedHour[]) =>
        sum(hours, (hour) => hour.coverage * hour.patientHours) /
        sum(hours, (hour) => hour.patientHours),
    };
    for (const [name, figure] of Object.entries(figures)) {
      const first = daily.slice(0, 7).map(figure);
      const later = daily.slice(7).map(figure);
      // within the later week's range, widened by as much on both sides, or by a hundredth
      const spread = Math.max(Math.max(...later) - Math.min(...later), 0.01 * mean(later));
      for (const [day, value] of first.entries()) {
        expect(value, `${name} on day ${day}`).toBeGreaterThan(Math.min(...later) - spread);
        expect(value, `${name} on day ${day}`).toBeLessThan(Math.max(...later) + spread);
      }
    }
  });

  it('knows as much of its patients in the first hour as in the same hour of later days', () => {
    const coverage = (hours: readonly NeedHour[]) => mean(hours.map((hour) => hour.coverage));
    for (let hour = 0; hour < 24; hour++) {
      const at = START + hour * 3600;
      const first = coverage(hospital.hours.filter((each) => each.at === at));
      const later = coverage(
        hospital.hours.filter((each) => each.at > at && (each.at - at) % DAY === 0),
      );
      expect(Math.abs(first - later), `${hour}`).toBeLessThan(0.02);
    }
  });
});
