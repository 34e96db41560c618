import type { ActionKey, Catalogue, CatalogueAction, CatalogueEntity } from "@crewdock/contract";

/** A catalogue with its look-ups made once. */
export interface CatalogueIndex {
  readonly catalogue: Catalogue;
  readonly actions: ReadonlyMap<ActionKey, CatalogueAction>;
  readonly entityOf: ReadonlyMap<ActionKey, CatalogueEntity>;
  /** Which actions require this one. */
  readonly dependants: ReadonlyMap<ActionKey, readonly CatalogueAction[]>;
}

/** Makes the look-ups of a catalogue. */
export function indexCatalogue(catalogue: Catalogue): CatalogueIndex {
  const actions = new Map<ActionKey, CatalogueAction>();
  const entityOf = new Map<ActionKey, CatalogueEntity>();
  const dependants = new Map<ActionKey, CatalogueAction[]>();
  for (const section of catalogue.sections) {
    for (const entity of section.entities) {
      for (const action of entity.actions) {
        actions.set(action.key, action);
        entityOf.set(action.key, entity);
        for (const required of action.requires) {
          dependants.set(required, [...(dependants.get(required) ?? []), action]);
        }
      }
    }
  }
  return { catalogue, actions, entityOf, dependants };
}
