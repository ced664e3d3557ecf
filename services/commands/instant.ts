import { InvalidArgumentError } from 'commander';
import { instantProblem, type Micros, parseInstant } from '../../schemas/instant.ts';

/** Parses an RFC 3339 instant. */
export function instant(text: string): Micros {
  const micros = parseInstant(text);
  if (Number.isNaN(micros)) throw new InvalidArgumentError(`${instantProblem(text)}.`);
  return micros;
}
