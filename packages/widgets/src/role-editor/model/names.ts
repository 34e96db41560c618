import {
  type ActionKey,
  type CatalogueAction,
  type CatalogueEntity,
  type CatalogueSection,
  type DepartmentScope,
  type Scope,
} from "@crewdock/contract";
import type { I18n } from "../../kit/index.ts";
import type { Source } from "../messages/index.ts";
import type { CatalogueIndex } from "./catalogue-index.ts";
import { isSwitch } from "./grants.ts";

/** What sections, entities, actions and scopes are called in the language in force. */
export interface Names {
  section(section: CatalogueSection): string;
  entity(entity: CatalogueEntity): string;
  /** The action beside its entity, such as 'Edit'. */
  action(action: CatalogueAction): string;
  /** Entity and action, such as 'Deals: Edit'. */
  full(key: ActionKey): string;
  /** A scope in a cell of this action, such as 'Own' or 'Contacts'. */
  scope(action: CatalogueAction | undefined, scope: Scope): string;
  /** What a scope of this action, or of several, covers, in words. */
  reach(action: CatalogueAction | undefined, scope: Scope): string;
}

type Label = Readonly<Record<string, string>> | null;

/** The backend's own name in the best language it has. */
function fromLabel(label: Label, language: string): string | undefined {
  if (label === null) return undefined;
  return label[language] ?? label[language.split("-")[0] ?? ""] ?? label["en"] ?? Object.values(label)[0];
}

/** The last part of a key: `view` of `deal.view`. */
export function verbOf(entity: CatalogueEntity, action: CatalogueAction): string {
  return action.key.startsWith(`${entity.id}.`) ? action.key.slice(entity.id.length + 1) : action.key;
}

/** Own names of the widget come first for what it knows, then the backend's, then the key itself. */
export function createNames(
  i18n: I18n<Source>,
  index: CatalogueIndex,
  departmentScope: DepartmentScope | undefined,
): Names {
  // The keys are made from the catalogue, which may hold what no message knows: an absent key gives "".
  const own = (...keys: readonly string[]): string | undefined => {
    for (const key of keys) {
      const text = (i18n.t as unknown as (key: string) => string)(key);
      if (text !== "") return text;
    }
    return undefined;
  };
  const entity = ({ id, label }: CatalogueEntity): string =>
    fromLabel(label, i18n.language) ?? own(`entity_${id}`) ?? id;
  const action = ({ key, label }: CatalogueAction): string => {
    const of = index.entityOf.get(key);
    const verb = key.slice(key.lastIndexOf(".") + 1);
    return fromLabel(label, i18n.language) ?? own(`action_${key}`, `verb_${verb}`) ?? (of === undefined ? key : verb);
  };
  const worded = (
    of: CatalogueAction | undefined,
    scope: Scope,
    plain: string,
    special: string,
    no: string,
  ): string => {
    if (of && isSwitch(of)) return own(`${plain}_${scope === "none" ? no : "yes"}`) ?? scope;
    const meaning = of?.meaning?.[scope];
    return (
      own(`${special}_${of?.key}_${scope}`) ??
      (meaning === undefined ? undefined : (own(`meaning_${meaning}`) ?? meaning)) ??
      own(`${plain}_${scope}_${departmentScope}`, `${plain}_${scope}`) ??
      scope
    );
  };
  return {
    section: ({ id, label }) => fromLabel(label, i18n.language) ?? own(`section_${id}`) ?? id,
    entity,
    action,
    full: (key) => {
      const found = index.actions.get(key);
      const of = index.entityOf.get(key);
      return found === undefined || of === undefined ? key : `${entity(of)}: ${action(found)}`;
    },
    scope: (of, scope) => worded(of, scope, "scope", "level", "no"),
    reach: (of, scope) => worded(of, scope, "reach", "reach", "none"),
  };
}
