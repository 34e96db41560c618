/**
 * Remembers what is reckoned from tables until one of them is another object. Tables are never written into, so what
 * holds once holds as long as they are there.
 */
export function derived<Sources extends readonly object[], Result>(
  make: (...sources: Sources) => Result,
): (...sources: Sources) => Result {
  const known = new WeakMap<object, { readonly sources: Sources; readonly result: Result }>();
  return (...sources) => {
    const [first] = sources;
    if (first === undefined) return make(...sources);
    const found = known.get(first);
    if (found && found.sources.every((source, index) => source === sources[index])) return found.result;
    const result = make(...sources);
    known.set(first, { sources, result });
    return result;
  };
}
