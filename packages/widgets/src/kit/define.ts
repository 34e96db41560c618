/** Registers an element once. Does nothing where there are no custom elements (Node) or the tag is taken. */
export function define(tag: string, element: CustomElementConstructor, registry?: CustomElementRegistry): void {
  const target = registry ?? globalThis.customElements;
  if (target && !target.get(tag)) target.define(tag, element);
}
