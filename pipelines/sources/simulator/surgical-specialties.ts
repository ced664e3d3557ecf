import type { Specialty } from './specialty.ts';

export const surgery: Specialty = {
  type: 'surgery',
  name: 'Kirurgi',
  division: 'Kirurgi',
  agreed: { day: [4, 4], evening: [4, 3], night: [2, 2] },
  minutesPerPatientHour: { day: 14, evening: 13, night: 10.5 },
  nightPatientsPerStaff: 6,
  age: [64, 17, 17, 97],
  stayDays: 3.6,
  planned: 0.5,
  severity: 0.16,
  dependency: 0.4,
  needs: { drain: 0.3, 'central-line': 0.1, 'urinary-catheter': 0.35, 'feeding-tube': 0.08 },
  orders: {
    pain: 0.9,
    dressing: 0.6,
    wound: 0.1,
    infusion: 0.35,
    analgesia: 0.35,
    transfusion: 0.1,
  },
};

export const orthopaedics: Specialty = {
  ...surgery,
  type: 'orthopaedics',
  name: 'Ortopedi',
  agreed: { day: [4, 5], evening: [3, 4], night: [2, 2] },
  minutesPerPatientHour: { day: 16.5, evening: 15.6, night: 11.6 },
  age: [71, 17, 17, 100],
  severity: 0.13,
  dependency: 0.54,
  needs: { drain: 0.12, 'urinary-catheter': 0.35 },
};

export const urology: Specialty = {
  ...surgery,
  type: 'urology',
  name: 'Urologi',
  agreed: { day: [4, 3], evening: [3, 3], night: [2, 1] },
  minutesPerPatientHour: { day: 14.4, evening: 13.4, night: 8 },
  nightPatientsPerStaff: 8,
  stayDays: 2.6,
  planned: 0.65,
  severity: 0.13,
  needs: { drain: 0.2, 'urinary-catheter': 0.6 },
};
