import { type BrokenExpectation, displayName, type Id, type User } from "@crewdock/contract";
import type { VNode } from "preact";
import { useI18n } from "../../../../kit/index.ts";
import type { Names } from "../../../model/names.ts";
import type { RoleContent } from "../../../model/role-data.ts";
import { catalogue as rules } from "../../rules/messages/index.ts";
import { sentenceOf } from "../../rules/model/sentence.ts";
import { catalogue } from "../messages/index.ts";

export interface BrokenRulesProps {
  readonly broken: readonly BrokenExpectation[];
  readonly names: Names;
  readonly content: RoleContent | null;
  /** People by id, as far as they are known. */
  readonly users: ReadonlyMap<Id, User>;
}

/** The rules that a change was refused for, with how many people would break each. */
export function BrokenRules({ broken, users, ...words }: BrokenRulesProps): VNode | null {
  const i18n = useI18n(rules);
  const { t, ready } = useI18n(catalogue);
  if (!i18n.ready || !ready) return null;
  const people = new Map([...users].map(([id, { name }]) => [id, displayName(name)]));
  return (
    <ul>
      {broken.map(({ expectation, count }) => (
        <li key={expectation.id}>
          {sentenceOf(expectation, { i18n, people, ...words })}
          {count === 0 ? undefined : ` (${t("wouldBreak", { count })})`}
        </li>
      ))}
    </ul>
  );
}
