import fc from 'fast-check';

const MOST = 6;
const SAMPLED = 60;

/** Some messages, and these with one of them twice. */
export function repeated<T>(messages: readonly T[]): (readonly T[])[] {
  return [messages, ...[...new Set(messages)].map((again) => [...messages, again])];
}

/** Every order of messages; of more than six, some of a fixed seed. */
export function orders<T>(messages: readonly T[]): (readonly T[])[] {
  if (messages.length > MOST) return sampled(messages);
  const found: T[][] = [];
  everyOrder(
    messages,
    [] as readonly T[],
    (before, message) => [...before, message],
    (order) => {
      found.push([...order]);
    },
  );
  return found;
}

/**
 * Takes messages in every order, one step each; orders that begin alike share their steps. Of equal messages one after
 * another is not distinguished. Of more than six messages some orders of a fixed seed are taken.
 */
export function inEveryOrder<T, S>(
  messages: readonly T[],
  start: S,
  step: (before: S, message: T) => S,
  end: (state: S) => void,
): void {
  if (messages.length <= MOST) everyOrder(messages, start, step, end);
  else for (const order of sampled(messages)) end(order.reduce(step, start));
}

function everyOrder<T, S>(
  messages: readonly T[],
  start: S,
  step: (before: S, message: T) => S,
  end: (state: S) => void,
): void {
  if (messages.length === 0) end(start);
  for (const next of new Set(messages)) {
    const rest = messages.toSpliced(messages.indexOf(next), 1);
    everyOrder(rest, step(start, next), step, end);
  }
}

function sampled<T>(messages: readonly T[]): T[][] {
  const order = fc.shuffledSubarray([...messages.keys()], { minLength: messages.length });
  return fc
    .sample(order, { seed: 1, numRuns: SAMPLED })
    .map((at) => at.map((index) => messages[index]!));
}
