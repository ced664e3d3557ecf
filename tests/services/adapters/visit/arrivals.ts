import fc from 'fast-check';

/** Every order of some things; of equal things one after another is not distinguished. */
export function permutations<T>(things: readonly T[]): T[][] {
  if (things.length <= 1) return [[...things]];
  return [...new Set(things)].flatMap((first) =>
    permutations(things.toSpliced(things.indexOf(first), 1)).map((rest) => [first, ...rest]),
  );
}

const MOST = 6;
const SAMPLED = 300;

/** Every order of messages, and every order with one of them twice; of more than six, some of a fixed seed. */
export function arrivals<T>(messages: readonly T[]): T[][] {
  return [messages, ...messages.map((again) => [...messages, again])].flatMap((some) => {
    if (some.length <= MOST) return permutations(some);
    const order = fc.shuffledSubarray([...some.keys()], { minLength: some.length });
    return fc.sample(order, { seed: 1, numRuns: SAMPLED }).map((at) => at.map((i) => some[i]!));
  });
}
