/** A queue of items by caller: callers take turns, however many items each has. */
export class FairQueue<T> {
  /** Callers in the order of their turns, each with its items in order. */
  private readonly callers = new Map<string, T[]>();

  add(caller: string, item: T): void {
    const own = this.callers.get(caller);
    if (own === undefined) this.callers.set(caller, [item]);
    else own.push(item);
  }

  /** Removes and returns the next item that fits: the first of the first caller that has one. The caller goes last. */
  dequeue(fits: (item: T) => boolean): T | undefined {
    for (const [caller, own] of this.callers) {
      const index = own.findIndex(fits);
      if (index === -1) continue;
      const [item] = own.splice(index, 1);
      this.callers.delete(caller);
      if (own.length > 0) this.callers.set(caller, own);
      return item;
    }
    return undefined;
  }

  /** Removes an item. */
  remove(caller: string, item: T): void {
    const rest = this.of(caller).filter((each) => each !== item);
    if (rest.length > 0) this.callers.set(caller, rest);
    else this.callers.delete(caller);
  }

  /** Returns the items of a caller. */
  of(caller: string): readonly T[] {
    return this.callers.get(caller) ?? [];
  }

  /** Number of items. */
  get size(): number {
    return [...this.callers.values()].reduce((sum, own) => sum + own.length, 0);
  }
}
