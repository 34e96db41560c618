import type { ComponentType } from "preact";
import type { ExchangeProps } from "../sections/exchange/views/exchange.view.tsx";
import type { SectionsProps } from "../sections/sections.view.tsx";

/**
 * The switch of sections and, through it, the sections. Imported from here and not from the first load, so that what they
 * share with the parts stays in the parts' chunk instead of one of its own.
 */
export async function loadSections(): Promise<ComponentType<SectionsProps>> {
  const { Sections } = await import("../sections/sections.view.tsx");
  return Sections;
}

/** What hands roles out as a file and takes them in from one; imported from here for the same reason. */
export async function loadExchange(): Promise<ComponentType<ExchangeProps>> {
  const { ExchangeView } = await import("../sections/exchange/index.ts");
  return ExchangeView;
}
