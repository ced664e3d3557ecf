import type { Specialty } from './specialty.ts';

export const paediatrics: Specialty = {
  type: 'paediatrics',
  name: 'Barn',
  dayPatientsPerNurse: 4,
  nightPatientsPerStaff: 6,
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
  dayPatientsPerNurse: 6,
  nightPatientsPerStaff: 12,
  age: [31, 5, 18, 46],
  stayDays: 2.2,
  planned: 0.3,
  severity: 0.07,
  dependency: 0.16,
  closed: true,
  needs: { 'urinary-catheter': 0.12 },
  orders: { glucose: 0.12, thrombosis: 0.15, pain: 0.8 },
};
