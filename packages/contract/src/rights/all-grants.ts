import { type Catalogue, catalogueActions } from "./catalogue.ts";
import type { Scope } from "./scope.ts";

/** Every action of a catalogue at its widest scope: the grants of a first administrator. */
export function allGrants(catalogue: Catalogue): Readonly<Record<string, Scope>> {
  return Object.fromEntries(catalogueActions(catalogue).map(({ key, scopes }) => [key, scopes.at(-1) ?? "none"]));
}
