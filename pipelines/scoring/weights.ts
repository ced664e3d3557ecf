import { readFileSync } from 'node:fs';
import { MODEL_IDS, type Model, type ModelId, model } from '../../schemas/model.ts';

/** Reads and validates a model file of `models/`. */
export function loadModel(id: ModelId): Model {
  return model.parse(
    JSON.parse(readFileSync(new URL(`models/${id}.json`, import.meta.url), 'utf8')),
  );
}

/** Every model that a site can be scored with, by its id. */
export function loadModels(): ReadonlyMap<string, Model> {
  return new Map(MODEL_IDS.map((id) => [id, loadModel(id)]));
}

/** A weight as whole millionths; weights with more decimals are an error of the model file. */
export function millionths(value: number): number {
  const whole = Math.round(value * 1e6);
  if (Math.abs(whole / 1e6 - value) > Number.EPSILON * value) {
    throw new Error(`A weight of ${value} has more than six decimals`);
  }
  return whole;
}

/** Whole factors over a common whole denominator. */
export interface Fraction {
  readonly factors: readonly number[];
  readonly denominator: number;
}

/**
 * Brings factors over a denominator to lowest terms. All must be whole.
 * @throws Error if one is too large to be exact
 */
export function fraction(factors: readonly number[], denominator: number): Fraction {
  if (![...factors, denominator].every(Number.isSafeInteger)) {
    throw new Error('The weights of the model have too many decimals to be computed with exactly');
  }
  const divisor = factors.reduce(greatestCommonDivisor, denominator);
  return {
    factors: factors.map((factor) => factor / divisor),
    denominator: denominator / divisor,
  };
}

/** The product of two fractions of one denominator each, in lowest terms. */
export function scaled({ factors, denominator }: Fraction, by: Fraction): Fraction {
  const [factor] = by.factors as [number];
  return fraction(
    factors.map((each) => each * factor),
    denominator * by.denominator,
  );
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
