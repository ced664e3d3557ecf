import { readFileSync } from 'node:fs';
import { type Model, model } from '../../schemas/model.ts';

/** The version of the hourly model that is scored. */
const MODEL_ID = 'vi-1';

/** Reads and validates a model file of `models/`. */
export function loadModel(id: string = MODEL_ID): Model {
  return model.parse(
    JSON.parse(readFileSync(new URL(`models/${id}.json`, import.meta.url), 'utf8')),
  );
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

/** Brings factors over a denominator to lowest terms. All must be whole. */
export function fraction(factors: readonly number[], denominator: number): Fraction {
  const divisor = factors.reduce(greatestCommonDivisor, denominator);
  return {
    factors: factors.map((factor) => factor / divisor),
    denominator: denominator / divisor,
  };
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
