import type { Seconds } from './clock.ts';
import type { WardPlan } from './hospital.ts';
import type { NeedPeriod } from './need-period.ts';
import type { StandingOrder } from './order.ts';
import { Random, type RandomState } from './random.ts';
import type { Shift } from './shift.ts';

/** Places beyond the beds: a ward takes this many patients too many, never more. */
export const OVER_OCCUPANCY = 2;

/** A patient between two hours: the wards by their index. */
export type PatientState = Omit<Patient, 'random' | 'home' | 'ward'> & {
  readonly random: RandomState;
  readonly home: number;
  readonly ward: number;
};

/** A ward between two hours. */
export interface WardState {
  readonly random: RandomState;
  readonly rosterRandom: RandomState;
  readonly slots: readonly (PatientState | null)[];
  readonly shifts: readonly Shift[];
  readonly encounters: number;
}

/** A ward as it stands: who lies where, who works when. */
export class Ward {
  readonly index: number;
  readonly plan: WardPlan;
  random: Random;
  /** Draws who works, so that staffing changes no patient. */
  rosterRandom: Random;
  readonly slots: (Patient | null)[];
  /** The load against the agreed level that the ward's nurses call just right: what they are used to. */
  readonly accustomed: number;
  /** Planned shifts that have not ended, first the one that began first. */
  readonly shifts: Shift[] = [];
  /** Encounters begun here; numbers the next one. */
  encounters = 0;

  constructor(plan: WardPlan, index: number, seed: number) {
    this.plan = plan;
    this.index = index;
    this.random = new Random(seed, 1, index);
    this.rosterRandom = new Random(seed, 4, index);
    this.accustomed = this.rosterRandom.between(0.92, 1.12);
    this.slots = Array.from({ length: plan.beds + OVER_OCCUPANCY }, () => null);
  }

  /** Where it stands between two hours, in plain values; it goes on to change. */
  get state(): WardState {
    return {
      random: this.random.state,
      rosterRandom: this.rosterRandom.state,
      slots: this.slots.map((patient) => patient && stateOf(patient)),
      shifts: this.shifts,
      encounters: this.encounters,
    };
  }

  /** Goes on where a ward of the same plan stood. */
  resume(state: WardState, wards: readonly Ward[]): void {
    this.random = Random.resume(state.random);
    this.rosterRandom = Random.resume(state.rosterRandom);
    for (const [slot, patient] of state.slots.entries()) {
      this.slots[slot] = patient && {
        ...patient,
        ...{ random: Random.resume(patient.random) },
        ...{ home: wards[patient.home]!, ward: wards[patient.ward]! },
      };
    }
    this.shifts.push(...state.shifts);
    this.encounters = state.encounters;
  }

  get specialty(): WardPlan['specialty'] {
    return this.plan.specialty;
  }

  /** Everyone who is on the ward now. */
  residents(): Patient[] {
    return this.slots.filter(
      (patient, slot) => patient !== null && this.#lies(patient, slot),
    ) as Patient[];
  }

  /** Places in use; a place left in the last hour is still being cleaned. */
  get taken(): number {
    return this.slots.reduce((count, patient) => (patient === null ? count : count + 1), 0);
  }

  /** A free place, a bed first, one too many only where `crowd`; −1 where there is none. */
  freeSlot(crowd: boolean): number {
    const { beds } = this.plan;
    const first = this.random.whole(0, beds - 1);
    for (let step = 0; step < beds; step++) {
      const slot = (first + step) % beds;
      if (this.slots[slot] === null) return slot;
    }
    return crowd ? this.slots.indexOf(null, beds) : -1;
  }

  /** Moves the patient in. The place left behind stays taken until `clean`. */
  place(patient: Patient, slot: number): void {
    patient.ward = this;
    patient.slot = slot;
    this.slots[slot] = patient;
  }

  /** Frees the places that were left during the hour. */
  clean(): void {
    this.slots.forEach((patient, slot) => {
      if (patient !== null && !this.#lies(patient, slot)) this.slots[slot] = null;
    });
  }

  /** The number on the wall over the place: beds from 1, extra places Ö1, Ö2 (`överbeläggning`). */
  bed(slot: number): string {
    const { beds } = this.plan;
    return slot < beds ? String(slot + 1) : `Ö${slot - beds + 1}`;
  }

  #lies(patient: Patient, slot: number): boolean {
    return !patient.left && patient.ward === this && patient.slot === slot;
  }
}

/** One encounter: where the patient is, how ill, and what has been ordered. */
export interface Patient {
  readonly encounterId: string;
  readonly random: Random;
  /** Records written about the patient so far; numbers the next one. */
  records: number;

  readonly age: number;
  readonly pregnant: boolean;
  readonly admittedAt: Seconds;
  readonly leavesAt: Seconds;
  readonly plannedDischargeAt: Seconds;
  /** The ward responsible. A patient elsewhere is an outlier. */
  home: Ward;
  ward: Ward;
  slot: number;
  /** On leave until then. */
  awayUntil: Seconds;
  left: boolean;

  /** Latent: 0 well, 1 in danger. Drifts toward `course`, which itself recovers. */
  severity: number;
  course: number;
  /** Latent: 0 manages alone, 1 needs help with all. */
  readonly dependency: number;
  readonly feverish: boolean;
  /** Chronic lung disease: lives with a low saturation, on scale 2. */
  readonly lungDisease: boolean;
  /** Oxygen now, L/min. */
  flow: number;
  /** NEWS2 of the last set, and when the next is due. */
  news: number;
  nextVitals: Seconds;
  /** Local hour of the daily assessment. */
  readonly assessedAt: number;

  readonly needs: readonly NeedPeriod[];
  readonly orders: readonly StandingOrder[];
}

function stateOf({ random, home, ward, ...patient }: Patient): PatientState {
  return { ...patient, random: random.state, home: home.index, ward: ward.index };
}
