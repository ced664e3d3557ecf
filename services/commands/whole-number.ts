import { InvalidArgumentError } from 'commander';

/** Parses a whole number option within bounds. */
export function wholeNumber(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < low || value > high) {
      throw new InvalidArgumentError(`Expected a whole number ${low} to ${high}.`);
    }
    return value;
  };
}
