/** What waits, by who asked: askers are served in turn, however much each of them asks. */
export class FairQueue<T> {
  /** Askers in the order of their turns, each with what waits in the order it came. */
  private readonly askers = new Map<string, T[]>();

  add(asker: string, item: T): void {
    const own = this.askers.get(asker);
    if (own === undefined) this.askers.set(asker, [item]);
    else own.push(item);
  }

  /** Takes the next that fits: of the first asker who has one, the first; the asker is last then. */
  take(fits: (item: T) => boolean): T | undefined {
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

  /** Takes out what waits no longer. */
  remove(asker: string, item: T): void {
    const rest = this.of(asker).filter((each) => each !== item);
    if (rest.length > 0) this.askers.set(asker, rest);
    else this.askers.delete(asker);
  }

  /** What waits of an asker. */
  of(asker: string): readonly T[] {
    return this.askers.get(asker) ?? [];
  }

  /** All that waits. */
  get size(): number {
    return [...this.askers.values()].reduce((sum, own) => sum + own.length, 0);
  }
}
