import { describe, expect, it } from 'vitest';
import { wardPlans } from '../../../../pipelines/sources/simulator/hospital.ts';
import { newPatient } from '../../../../pipelines/sources/simulator/newcomer.ts';
import { OVER_OCCUPANCY, Ward } from '../../../../pipelines/sources/simulator/ward.ts';

const ward = (index: number) => new Ward(wardPlans(2, 3)[index]!, index, 1);
const patientOf = (home: Ward) => newPatient(home, 1_767_600_000, 86_400, 1);

describe('Ward', () => {
  it('has a patient on one ward only, and the bed left behind free once cleaned', () => {
    const [from, to] = [ward(0), ward(1)];
    const patient = patientOf(from);
    from.place(patient, 1);
    to.place(patient, 1);
    expect(from.residents()).toEqual([]);
    expect(to.residents()).toEqual([patient]);
    expect(from.taken).toBe(1);
    from.clean();
    expect(from.taken).toBe(0);
    expect(to.taken).toBe(1);
  });

  it('fills its beds first, then the places too many, then none', () => {
    const full = ward(0);
    const beds: string[] = [];
    for (let slot = full.freeSlot(true); slot >= 0; slot = full.freeSlot(true)) {
      full.place(patientOf(full), slot);
      beds.push(full.bed(slot));
      if (beds.length === 3) expect(full.freeSlot(false)).toBe(-1);
    }
    expect(beds.slice(0, 3).sort()).toEqual(['1', '2', '3']);
    expect(beds.slice(3)).toEqual(['Ö1', 'Ö2']);
    expect(beds.length).toBe(3 + OVER_OCCUPANCY);
  });

  it('forgets who has left', () => {
    const own = ward(0);
    const patient = patientOf(own);
    own.place(patient, 0);
    patient.left = true;
    expect(own.residents()).toEqual([]);
    own.clean();
    expect(own.taken).toBe(0);
  });
});
