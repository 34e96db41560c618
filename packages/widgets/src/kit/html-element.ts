/** HTMLElement in a browser, plain Object elsewhere, so that importing a widget in Node is harmless. */
export const SafeHTMLElement: typeof HTMLElement = globalThis.HTMLElement ?? (Object as unknown as typeof HTMLElement);
