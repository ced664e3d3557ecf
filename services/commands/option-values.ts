import { InvalidArgumentError } from 'commander';
import { instantProblem, type Micros, parseInstant } from '../../schemas/instant.ts';

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

/** Parses a number option above 0, with or without decimals. */
export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!/^\d*\.?\d+$/.test(text) || value <= 0 || !Number.isFinite(value)) {
    throw new InvalidArgumentError('Expected a number above 0.');
  }
  return value;
}

/** Parses an RFC 3339 instant. */
export function instant(text: string): Micros {
  const micros = parseInstant(text);
  if (Number.isNaN(micros)) throw new InvalidArgumentError(`${instantProblem(text)}.`);
  return micros;
}

/** Parses an RFC 3339 instant to whole milliseconds since 1970: the first that is not before it. */
export function milliseconds(text: string): number {
  return Math.ceil(instant(text) / 1000);
}

/** Parses the address of a server: http or https. */
export function serverUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) {
    throw new InvalidArgumentError(
      'Expected the address of a server, such as http://127.0.0.1:8080.',
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new InvalidArgumentError('Expected an address without user name and password.');
  }
  return url;
}
