/** Keeps what follows from an object, such as a mapping or an entry of it, as long as the object is there. */
export function prepared<From extends object, Value>(make: (from: From) => Value) {
  const known = new WeakMap<From, Value>();
  return (from: From): Value => {
    let value = known.get(from);
    if (value === undefined) {
      value = make(from);
      known.set(from, value);
    }
    return value;
  };
}
