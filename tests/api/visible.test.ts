import { expect, test } from 'vitest';
import type { StandingWard } from '../../schemas/ward-now.ts';
import { visibleTo } from '../../services/api/visible.ts';
import { ward as some } from '../dashboards/ward.ts';

const hour = (minutes: number, patientHours: number) => ({
  ...{ hour: '2026-01-05T10:00:00Z', minutes, patientHours },
});
const ward = (more: Partial<StandingWard>): StandingWard => ({
  ...some({ minutes: 100, patientHours: 6, usualLoad: 0.7 }),
  history: [hour(50, 4.9), hour(0, 0), hour(60, 5), hour(30, 0)],
  visibleUsualLoad: 0.8,
  ...more,
});
const seen = (treating: boolean, more: Partial<StandingWard> = {}) => {
  const { wardId } = ward({});
  return visibleTo([{ wardId, treating }])(ward(more));
};

test('those who treat see all of it, and no more than there is to tell', () => {
  const told = seen(true, { patientHours: 1 });
  expect(told).toMatchObject({ minutes: 100, usualLoad: 0.7 });
  expect(told).not.toHaveProperty('visibleUsualLoad');
});

test('others see no hour with patients and less than five patient-hours, and their own usual load', () => {
  const told = seen(false)!;
  expect(told).toMatchObject({ minutes: 100, usualLoad: 0.8 });
  // an empty hour is told; one in which patients only came or went is not
  expect(told.history.map(({ minutes }) => minutes)).toEqual([null, 0, 60, null]);
});

test('nor the current one, nor anything that follows from it', () => {
  const { name, supply, beds, ...rest } = seen(false, { patientHours: 4.9, patients: 5 })!;
  expect(rest).toMatchObject({
    ...{ minutes: null, minutesLow: null, minutesHigh: null, requiredNurses: null, load: null },
    ...{ patientHours: null, patients: null, census: null, arrivals: null, departures: null },
    ...{ coverage: null, imputedPatients: null, newestInputAt: null, computedAt: null },
    reason: 'few-patients',
  });
  expect([name, supply, beds]).not.toContain(null);
});

test('a ward that is not of theirs is none', () => {
  expect(visibleTo([{ wardId: 'other', treating: true }])(ward({}))).toBeNull();
});
