/**
 * Reads one item ahead: the next one is made while the caller awaits its work on the current one.
 * An error ends the sequence when it is reached, not before.
 */
export async function* readAhead<T>(items: AsyncGenerator<T>): AsyncGenerator<T> {
  let next = items.next();
  try {
    for (;;) {
      const item = await next;
      if (item.done) return;
      next = items.next();
      next.catch(() => undefined);
      yield item.value;
    }
  } finally {
    await items.return(undefined).catch(() => undefined);
  }
}
