import type { Adapter } from "@crewdock/contract";

/** Look of a widget; `auto` follows the page's colour scheme, and the system's where the page has none. */
export type Theme = "light" | "dark" | "auto";

/** How much room rows and controls take. */
export type Density = "comfortable" | "compact";

/** What a provider hands to the widgets inside it. Undefined members are left to the widget. */
export interface Provided {
  readonly adapter: Adapter | null;
  readonly language: string | undefined;
  readonly theme: Theme | undefined;
  readonly density: Density | undefined;
}

/** Calls back at once and at every change; returns the way to stop. Plain functions, so that two bundles get along. */
export type ProviderLink = (changed: (provided: Provided) => void) => () => void;

/** Asks up the tree, across shadow roots, for the nearest provider. */
export class ProviderRequestEvent extends Event {
  static readonly type = "crew-provider-request";
  link: ProviderLink | undefined;

  constructor() {
    super(ProviderRequestEvent.type, { bubbles: true, composed: true });
  }
}

/** Told to the document when a provider comes into being, for widgets that asked too early. */
export const providerArrived = "crew-provider-arrived";

/**
 * Follows the nearest provider above an element, also one that is defined later.
 * @returns the way to stop
 */
export function followProvider(element: HTMLElement, changed: (provided: Provided | undefined) => void): () => void {
  let current: ProviderLink | undefined;
  let stop: (() => void) | undefined;
  const look = (): void => {
    const request = new ProviderRequestEvent();
    element.dispatchEvent(request);
    if (request.link === current) return;
    stop?.();
    current = request.link;
    stop = current?.(changed);
    if (current === undefined) changed(undefined);
  };
  const page = element.ownerDocument;
  page.addEventListener(providerArrived, look);
  look();
  return () => {
    page.removeEventListener(providerArrived, look);
    stop?.();
  };
}
