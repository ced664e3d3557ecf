/** Has each call of a method wait until it is let go, and says once one does; the method itself is the real one. */
export function held<K extends string>(
  of: { [name in K]: (...args: never[]) => Promise<unknown> },
  name: K,
) {
  const method = of[name].bind(of) as (...args: unknown[]) => Promise<unknown>;
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isHeld = false;
  of[name] = (async (...args: unknown[]) => {
    isHeld = true;
    await gate;
    return method(...args);
  }) as never;
  return { isHeld: () => isHeld, letGo };
}
