import { readFileSync } from 'node:fs';
import { type Model, model } from '../../schemas/model.ts';

/** The version of the hourly model that is scored. */
export const MODEL_ID = 'vi-1';

/** Reads and validates a model file of `models/`. */
export function loadModel(id: string = MODEL_ID): Model {
  return model.parse(
    JSON.parse(readFileSync(new URL(`models/${id}.json`, import.meta.url), 'utf8')),
  );
}

/** One SQL expression per weight, as the scoring SQL names it: whole millionths of a minute. */
export function modelRow(weights: Model['weights']): Record<string, number> {
  const w = weights;
  return {
    base: millionths(w.base.value),
    base_isolation: millionths(w.baseIsolation.value),
    s1: millionths(w.s1.value),
    admission: millionths(w.admission.value),
    discharge: millionths(w.discharge.value),
    transfer_in: millionths(w.transferIn.value),
    transfer_out: millionths(w.transferOut.value),
    one_to_one: millionths(w.oneToOne.value),
    night_hour: millionths(w.nightHour.value),
    minutes_at_index_100: millionths(w.minutesAtIndex100.value),
  };
}

/** A weight as whole millionths; weights with more decimals are an error of the model file. */
export function millionths(value: number): number {
  const whole = Math.round(value * 1e6);
  if (Math.abs(whole / 1e6 - value) > Number.EPSILON * value) {
    throw new Error(`A weight of ${value} has more than six decimals`);
  }
  return whole;
}
