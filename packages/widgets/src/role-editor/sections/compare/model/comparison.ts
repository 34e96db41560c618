import { type CatalogueAction, type CatalogueEntity, compareScopes, type Scope } from "@crewdock/contract";
import type { CatalogueIndex } from "../../../model/catalogue-index.ts";
import { type Grants, scopeOf } from "../../../model/grants.ts";

/** One right on both sides. */
export interface ComparedRight {
  readonly action: CatalogueAction;
  readonly left: Scope;
  readonly right: Scope;
  readonly differs: boolean;
}

/** What an entity allows on both sides. */
export interface ComparedEntity {
  readonly entity: CatalogueEntity;
  readonly rights: readonly ComparedRight[];
}

/** Two sets of grants beside one another. */
export interface Comparison {
  readonly entities: readonly ComparedEntity[];
  /** How many rights there are, and how many of them differ. */
  readonly total: number;
  readonly differ: number;
  /** In how many each side reaches farther. */
  readonly leftFarther: number;
  readonly rightFarther: number;
}

/** Compares two sets of grants right by right, in the order of the catalogue. What it does not name is left out. */
export function compareGrants({ catalogue }: CatalogueIndex, left: Grants, right: Grants): Comparison {
  const entities = catalogue.sections.flatMap((section) =>
    section.entities.map((entity) => ({
      entity,
      rights: entity.actions.map((action): ComparedRight => {
        const sides = { left: scopeOf(left, action.key), right: scopeOf(right, action.key) };
        return { action, ...sides, differs: sides.left !== sides.right };
      }),
    })),
  );
  const rights = entities.flatMap((each) => each.rights);
  const count = (matches: (order: number) => boolean): number =>
    rights.filter((each) => matches(compareScopes(each.left, each.right))).length;
  return {
    entities,
    total: rights.length,
    differ: count((order) => order !== 0),
    leftFarther: count((order) => order > 0),
    rightFarther: count((order) => order < 0),
  };
}

/** Only what differs. */
export function differencesOf(entities: readonly ComparedEntity[]): readonly ComparedEntity[] {
  return entities
    .map(({ entity, rights }) => ({ entity, rights: rights.filter(({ differs }) => differs) }))
    .filter(({ rights }) => rights.length > 0);
}
