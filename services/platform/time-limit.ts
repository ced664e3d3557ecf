/** Default of the longest wait of a sender for its answer, in milliseconds. */
export const PATIENCE = 10_000;

/** Returns the result of work, or rejects with `late` if it takes longer; the work then continues. */
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
