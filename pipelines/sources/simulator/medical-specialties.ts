import type { Specialty } from './specialty.ts';

export const medicine: Specialty = {
  type: 'medicine',
  name: 'Medicin',
  dayPatientsPerNurse: 4.3,
  nightPatientsPerStaff: 10,
  age: [74, 14, 18, 101],
  stayDays: 4.2,
  planned: 0.12,
  severity: 0.2,
  dependency: 0.45,
};

export const geriatrics: Specialty = {
  ...medicine,
  type: 'geriatrics',
  name: 'Geriatrik',
  nightPatientsPerStaff: 12,
  age: [84, 6, 66, 105],
  stayDays: 7,
  severity: 0.15,
  dependency: 0.65,
  needs: { palliative: 0.08, 'one-to-one': 0.06 },
  orders: { fall: 0.2 },
};

export const cardiology: Specialty = {
  ...medicine,
  type: 'cardiology',
  name: 'Kardiologi',
  nightPatientsPerStaff: 8,
  stayDays: 3.4,
  planned: 0.25,
  dependency: 0.32,
  orders: { weight: 0.85, vasoactive: 0.03, fluid: 0.4 },
};

export const pulmonary: Specialty = {
  ...medicine,
  type: 'pulmonary',
  name: 'Lungmedicin',
  severity: 0.26,
  needs: { isolation: 0.15, tracheostomy: 0.05 },
  orders: { inhalation: 0.8, antibiotics: 0.5, suction: 0.1 },
};

export const neurology: Specialty = {
  ...medicine,
  type: 'neurology',
  name: 'Stroke och neurologi',
  stayDays: 5,
  dependency: 0.57,
  needs: { 'feeding-tube': 0.2, 'one-to-one': 0.05, tracheostomy: 0.03 },
  orders: { neuro: 0.7, suction: 0.12 },
};

export const infection: Specialty = {
  ...medicine,
  type: 'infection',
  name: 'Infektion',
  nightPatientsPerStaff: 9,
  severity: 0.25,
  needs: { isolation: 0.5, 'central-line': 0.12 },
  orders: { antibiotics: 0.85, infusion: 0.3 },
};

export const oncology: Specialty = {
  ...medicine,
  type: 'oncology',
  name: 'Onkologi',
  planned: 0.5,
  age: [66, 13, 18, 92],
  needs: { palliative: 0.25, 'central-line': 0.5 },
  orders: { cytotoxic: 0.35, transfusion: 0.15, infusion: 0.3 },
};

export const haematology: Specialty = {
  ...oncology,
  type: 'haematology',
  name: 'Hematologi',
  stayDays: 6,
  needs: { isolation: 0.3, 'central-line': 0.6, palliative: 0.06 },
  orders: { cytotoxic: 0.45, transfusion: 0.45, antibiotics: 0.5, observed: 0.08 },
};

export const acute: Specialty = {
  ...medicine,
  type: 'acute',
  name: 'Akutvård',
  dayPatientsPerNurse: 3.9,
  nightPatientsPerStaff: 6,
  stayDays: 1.6,
  planned: 0,
  severity: 0.3,
  orders: { 'iv-insulin': 0.05, vasoactive: 0.04, observed: 0.06, infusion: 0.35 },
};
