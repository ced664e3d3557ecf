import type { Specialty } from './specialty.ts';

export const medicine: Specialty = {
  type: 'medicine',
  name: 'Medicin',
  division: 'Medicin',
  agreed: { day: [4, 4], evening: [4, 3], night: [2, 2] },
  minutesPerPatientHour: { day: 15, evening: 14.3, night: 11.2 },
  nightPatientsPerStaff: 6,
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
  division: 'Geriatrik och neurologi',
  agreed: { day: [3, 6], evening: [3, 5], night: [2, 2] },
  minutesPerPatientHour: { day: 18, evening: 17.4, night: 12.5 },
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
  agreed: { day: [5, 3], evening: [4, 3], night: [3, 1] },
  minutesPerPatientHour: { day: 13.7, evening: 13.3, night: 10.5 },
  stayDays: 3.4,
  planned: 0.25,
  dependency: 0.32,
  orders: { weight: 0.85, vasoactive: 0.03, fluid: 0.4 },
};

export const pulmonary: Specialty = {
  ...medicine,
  type: 'pulmonary',
  name: 'Lungmedicin',
  agreed: { day: [5, 4], evening: [4, 4], night: [2, 2] },
  minutesPerPatientHour: { day: 15.6, evening: 14.9, night: 11.5 },
  severity: 0.26,
  needs: { isolation: 0.15, tracheostomy: 0.05 },
  orders: { inhalation: 0.8, antibiotics: 0.5, suction: 0.1 },
};

export const neurology: Specialty = {
  ...medicine,
  type: 'neurology',
  name: 'Stroke och neurologi',
  division: 'Geriatrik och neurologi',
  agreed: { day: [4, 5], evening: [4, 4], night: [2, 2] },
  minutesPerPatientHour: { day: 17.4, evening: 16.7, night: 12.5 },
  stayDays: 5,
  dependency: 0.57,
  needs: { 'feeding-tube': 0.2, 'one-to-one': 0.05, tracheostomy: 0.03 },
  orders: { neuro: 0.7, suction: 0.12 },
};

export const infection: Specialty = {
  ...medicine,
  type: 'infection',
  name: 'Infektion',
  agreed: { day: [5, 4], evening: [4, 4], night: [3, 2] },
  minutesPerPatientHour: { day: 16.4, evening: 15.8, night: 14.2 },
  nightPatientsPerStaff: 5,
  severity: 0.25,
  needs: { isolation: 0.5, 'central-line': 0.12 },
  orders: { antibiotics: 0.85, infusion: 0.3 },
};

export const oncology: Specialty = {
  ...medicine,
  type: 'oncology',
  name: 'Onkologi',
  division: 'Onkologi',
  agreed: { day: [5, 3], evening: [4, 3], night: [2, 2] },
  minutesPerPatientHour: { day: 14.5, evening: 13.6, night: 11 },
  planned: 0.5,
  age: [66, 13, 18, 92],
  needs: { palliative: 0.25, 'central-line': 0.5 },
  orders: { cytotoxic: 0.35, transfusion: 0.15, infusion: 0.3 },
};

export const haematology: Specialty = {
  ...oncology,
  type: 'haematology',
  name: 'Hematologi',
  agreed: { day: [5, 4], evening: [5, 3], night: [3, 1] },
  minutesPerPatientHour: { day: 14.8, evening: 13.8, night: 11 },
  stayDays: 6,
  needs: { isolation: 0.3, 'central-line': 0.6, palliative: 0.06 },
  orders: { cytotoxic: 0.45, transfusion: 0.45, antibiotics: 0.5, observed: 0.08 },
};

export const acute: Specialty = {
  ...medicine,
  type: 'acute',
  name: 'Akutvård',
  agreed: { day: [6, 5], evening: [6, 4], night: [4, 2] },
  minutesPerPatientHour: { day: 18.2, evening: 18.3, night: 18.2 },
  nightPatientsPerStaff: 4,
  stayDays: 1.6,
  planned: 0,
  severity: 0.3,
  orders: { 'iv-insulin': 0.05, vasoactive: 0.04, observed: 0.06, infusion: 0.35 },
};
