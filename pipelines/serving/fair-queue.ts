/** A queue of items by caller: callers take turns, however many items each has. */
export class FairQueue<T> {
  /** Callers in the order of their turns, each with its items in order. */
  private readonly askers = new Map<string, T[]>();

  add(asker: string, item: T): void {
    const own = this.askers.get(asker);
    if (own === undefined) this.askers.set(asker, [item]);
    else own.push(item);
  }

  /** Removes and returns the next item that fits: the first of the first caller that has one. The caller goes last. */
  dequeue(fits: (item: T) => boolean): T | undefined {
    for (const [asker, own] of this.askers) {
      const index = own.findIndex(fits);
      if (index === -1) continue;
      const [item] = own.splice(index, 1);
      this.askers.delete(asker);
      if (own.length > 0) this.askers.set(asker, own);
      return item;
    }
    return undefined;
  }

  /** Removes an item. */
  remove(asker: string, item: T): void {
    const rest = this.of(asker).filter((each) => each !== item);
    if (rest.length > 0) this.askers.set(asker, rest);
    else this.askers.delete(asker);
  }

  /** Returns the items of a caller. */
  of(asker: string): readonly T[] {
    return this.askers.get(asker) ?? [];
  }

  /** Number of items. */
  get size(): number {
    return [...this.askers.values()].reduce((sum, own) => sum + own.length, 0);
  }
}
