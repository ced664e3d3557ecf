/**
 * Holds that different ways came to the same number.
 * @throws Error naming the ways and their numbers
 */
export function expectEqual(what: string, ways: Record<string, number>): void {
  if (new Set(Object.values(ways)).size <= 1) return;
  const numbers = Object.entries(ways).map(([way, number]) => `${way} ${number}`);
  throw new Error(`Different ${what}: ${numbers.join(', ')}`);
}
