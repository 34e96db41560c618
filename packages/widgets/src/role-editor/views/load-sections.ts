import type { ComponentType } from "preact";
import type { SectionsProps } from "../sections/sections.view.tsx";

/**
 * The switch of sections and, through it, the sections. Imported from here and not from the first load, so that what they
 * share with the parts stays in the parts' chunk instead of one of its own.
 */
export async function loadSections(): Promise<ComponentType<SectionsProps>> {
  const { Sections } = await import("../sections/sections.view.tsx");
  return Sections;
}
