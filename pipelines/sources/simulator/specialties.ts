import { maternity, paediatrics } from './family-specialties.ts';
import {
  acute,
  cardiology,
  geriatrics,
  haematology,
  infection,
  medicine,
  neurology,
  oncology,
  pulmonary,
} from './medical-specialties.ts';
import type { Specialty } from './specialty.ts';
import { orthopaedics, surgery, urology } from './surgical-specialties.ts';

/** Twenty wards as a Swedish county hospital mixes them; the list repeats in larger hospitals. */
export const SPECIALTIES: readonly Specialty[] = [
  surgery,
  medicine,
  orthopaedics,
  geriatrics,
  cardiology,
  pulmonary,
  surgery,
  medicine,
  neurology,
  infection,
  acute,
  oncology,
  urology,
  paediatrics,
  maternity,
  medicine,
  orthopaedics,
  haematology,
  geriatrics,
  medicine,
];
