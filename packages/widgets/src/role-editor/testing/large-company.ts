import { type CatalogueSection, defaultCatalogue, type Grants, scopes } from "@crewdock/contract";
import { type SampleCompany, sampleCompany } from "@crewdock/contract/sample";

/** How large a matrix has to stay fluid. */
export const entities = 40;
export const actions = 12;
/** So many of them have scopes; the rest are allowed or not. */
export const scoped = 10;

/** Forty entities of twelve actions each, two of them without scopes, named `entity0.action0` to `entity39.action11`. */
const large: CatalogueSection = {
  id: "large",
  label: { en: "Records", ru: "Записи" },
  entities: Array.from({ length: entities }, (_, entity) => ({
    id: `entity${entity}`,
    label: { en: `Entity ${entity + 1}`, ru: `Сущность ${entity + 1}` },
    actions: Array.from({ length: actions }, (__, action) => ({
      key: `entity${entity}.action${action}`,
      label: { en: `Action ${action + 1}`, ru: `Действие ${action + 1}` },
      scopes: action < scoped ? scopes : (["none", "any"] as const),
      meaning: null,
      requires: action === 0 ? [] : [`entity${entity}.action0`],
    })),
  })),
};

/** The sample company with a large catalogue, on top of the rights that its roles have to have. */
export function largeCompany(): SampleCompany {
  const company = sampleCompany();
  const sections = [large, ...defaultCatalogue.sections.filter(({ id }) => id === "administration")];
  const kept = new Set(
    sections.flatMap((section) => section.entities.flatMap((entity) => entity.actions)).map(({ key }) => key),
  );
  const wide: Grants = Object.fromEntries(
    large.entities.flatMap((entity, row) =>
      entity.actions.map(({ key }, column) => [
        key,
        scopes[column >= scoped ? 3 * (row % 2) : column === 0 ? 3 : (row + column) % 4] ?? "none",
      ]),
    ),
  );
  return {
    ...company,
    catalogue: { sections },
    roles: company.roles.map((role) => ({
      ...role,
      grants: { ...wide, ...Object.fromEntries(Object.entries(role.grants).filter(([key]) => kept.has(key))) },
    })),
    activityLimits: [],
    actionCounts: [],
  };
}
