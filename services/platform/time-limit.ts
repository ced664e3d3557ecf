/** Milliseconds that a sender waits for its answer at most, where nothing else is set. */
export const PATIENCE = 10_000;

/** The outcome of work, or the error `late` where it takes longer; the work goes on then. */
export async function within<T>(
  milliseconds: number,
  work: Promise<T>,
  late: () => Error,
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const overdue = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(late()), milliseconds);
  });
  try {
    return await Promise.race([work, overdue]);
  } finally {
    clearTimeout(timer);
  }
}
