import type { CatalogueAction, Id, RightsExpectation, Scope } from "@crewdock/contract";
import type { I18n } from "../../../../kit/index.ts";
import type { Names } from "../../../model/names.ts";
import type { RoleContent } from "../../../model/role-data.ts";
import type { RulesSource } from "../messages/index.ts";

/** What a rule asks for, as it is chosen: the ends by themselves, or a bound with a scope. */
export type RuleKind = "must_not" | "must" | `at_most ${Scope}` | `at_least ${Scope}`;

/** What a rule is written with. */
export interface SentenceWords {
  readonly i18n: I18n<RulesSource>;
  readonly names: Names;
  readonly content: Pick<RoleContent, "index" | "roles" | "organisation"> | null;
  readonly people: ReadonlyMap<Id, string>;
}

const both: readonly RuleKind[] = ["must_not", "must"];

/** Everything that can be asked of an action, from the strictest denial to the widest demand. */
export function kindsOf(action: CatalogueAction | undefined): readonly RuleKind[] {
  if (action === undefined) return both;
  const between = action.scopes.slice(1, -1);
  return [
    ...both,
    ...between.map((scope): RuleKind => `at_most ${scope}`),
    ...between.map((scope): RuleKind => `at_least ${scope}`),
  ];
}

export function kindOf({ bound, scope }: RightsExpectation, action: CatalogueAction | undefined): RuleKind {
  if (bound === "at_most") return scope === "none" ? "must_not" : `at_most ${scope}`;
  return scope === (action?.scopes.at(-1) ?? "any") ? "must" : `at_least ${scope}`;
}

export function boundOf(kind: RuleKind, action: CatalogueAction): Pick<RightsExpectation, "bound" | "scope"> {
  if (kind === "must_not") return { bound: "at_most", scope: "none" };
  if (kind === "must") return { bound: "at_least", scope: action.scopes.at(-1) ?? "any" };
  return parseKind(kind);
}

/** The bound and the scope of what lies between the ends. */
export function parseKind(kind: Exclude<RuleKind, "must" | "must_not">): Pick<RightsExpectation, "bound" | "scope"> {
  const [bound, scope] = kind.split(" ") as [RightsExpectation["bound"], Scope];
  return { bound, scope };
}

/** What a subject of a rule is called; null when it is out of sight. */
export function subjectName(
  { type, id }: RightsExpectation["subject"],
  { content, people }: Pick<SentenceWords, "content" | "people">,
): string | null {
  if (type === "user") return people.get(id) ?? null;
  const { departments = [], positions = [], groups = [] } = content?.organisation ?? {};
  const nodes = { role: content?.roles ?? [], department: departments, position: positions, group: groups }[type];
  return nodes.find((node) => node.id === id)?.name ?? null;
}

/** A rule as people say it. */
export function sentenceOf(rule: RightsExpectation, words: SentenceWords): string {
  const { i18n, names, content } = words;
  const { t } = i18n;
  const known = content?.index.actions.get(rule.action);
  const kind = kindOf(rule, known);
  const action = names.full(rule.action);
  const scope = names.scope(known, rule.scope);
  const what = kind === "must" || kind === "must_not" ? t(kind, { action }) : t(rule.bound, { action, scope });
  const name = subjectName(rule.subject, words) ?? t("gone");
  return t(`rule_${rule.subject.type}`, { name, what });
}
