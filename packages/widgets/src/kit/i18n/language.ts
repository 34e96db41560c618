const rightToLeft = new Set(["ar", "ckb", "dv", "fa", "he", "ku", "ps", "sd", "ug", "ur", "yi"]);

const baseOf = (language: string): string => language.split("-", 1)[0]?.toLowerCase() ?? "";

/** The best of `available` for `wanted`: the same tag, then the same base language, then English. */
export function pickLanguage(wanted: string, available: readonly string[]): string {
  const exact = available.find((tag) => tag.toLowerCase() === wanted.toLowerCase());
  if (exact !== undefined) return exact;
  const base = baseOf(wanted);
  return available.find((tag) => tag === base) ?? available.find((tag) => baseOf(tag) === base) ?? "en";
}

/** Whether two tags are the same language, whatever their regions. */
export function sameLanguage(one: string, other: string): boolean {
  return baseOf(one) === baseOf(other);
}

/** Writing direction of a language tag. */
export function directionOf(language: string): "ltr" | "rtl" {
  return rightToLeft.has(baseOf(language)) ? "rtl" : "ltr";
}

/** The tag itself when Intl knows how to read it, otherwise English. */
export function usableLanguage(language: string): string {
  try {
    return Intl.getCanonicalLocales(language)[0] ?? "en";
  } catch (error) {
    if (error instanceof RangeError) return "en";
    throw error;
  }
}

const parentOf = (node: Node): Node | null => (node instanceof ShadowRoot ? node.host : node.parentNode);

/** The `lang` that is in force at an element: nearest ancestor across shadow roots, then the document, then English. */
export function languageAround(element: Element): string {
  for (let node: Node | null = element; node !== null; node = parentOf(node)) {
    const language = node instanceof Element ? node.getAttribute("lang") : null;
    if (language) return language;
  }
  return element.ownerDocument.documentElement.lang || "en";
}

/** Calls back whenever a `lang` attribute changes in a tree that the element stands in. Returns the way to stop. */
export function watchLanguage(element: Element, changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  for (let node: Node = element; ;) {
    const root = node.getRootNode();
    observer.observe(root, { attributes: true, attributeFilter: ["lang"], subtree: true });
    if (!(root instanceof ShadowRoot)) break;
    node = root.host;
  }
  return () => observer.disconnect();
}
