interface Node<Result> {
  readonly next: WeakMap<object, Node<Result>>;
  result?: { readonly value: Result };
}

/**
 * Remembers what is reckoned from tables for as long as they are there. Tables are never written into, so what holds
 * once of the same ones holds always.
 */
export function derived<Sources extends readonly object[], Result>(
  make: (...sources: Sources) => Result,
): (...sources: Sources) => Result {
  const root: Node<Result> = { next: new WeakMap() };
  return (...sources) => {
    let node = root;
    for (const source of sources) {
      let known = node.next.get(source);
      if (!known) node.next.set(source, (known = { next: new WeakMap() }));
      node = known;
    }
    node.result ??= { value: make(...sources) };
    return node.result.value;
  };
}
