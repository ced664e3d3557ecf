import type { Specialty } from './specialty.ts';

export const paediatrics: Specialty = {
  type: 'paediatrics',
  name: 'Barn',
  division: 'Kvinnor och barn',
  agreed: { day: [6, 4], evening: [5, 4], night: [4, 2] },
  minutesPerPatientHour: { day: 16.5, evening: 15.6, night: 17.1 },
  nightPatientsPerStaff: 4,
  age: [6, 5, 0, 17],
  stayDays: 2.4,
  planned: 0.25,
  severity: 0.17,
  dependency: 0.5,
  closed: true,
  needs: { isolation: 0.3 },
  orders: { glucose: 0.1, diabetes: 0.06, thrombosis: 0, inhalation: 0.3, observed: 0.08 },
};

export const maternity: Specialty = {
  type: 'maternity',
  name: 'BB',
  division: 'Kvinnor och barn',
  agreed: { day: [4, 4], evening: [3, 4], night: [2, 2] },
  minutesPerPatientHour: { day: 10, evening: 9.9, night: 8.8 },
  nightPatientsPerStaff: 6,
  age: [31, 5, 18, 46],
  stayDays: 2.2,
  planned: 0.3,
  severity: 0.07,
  dependency: 0.16,
  closed: true,
  needs: { 'urinary-catheter': 0.12 },
  orders: { glucose: 0.12, thrombosis: 0.15, pain: 0.8 },
};
