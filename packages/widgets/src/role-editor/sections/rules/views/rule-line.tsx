import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import {
  displayName,
  type ExpectationBreach,
  type ExpectationVerdict,
  type RightsExpectation,
} from "@crewdock/contract";
import type { VNode } from "preact";
import { Badge, IconButton, useEnv, useI18n, useKit } from "../../../../kit/index.ts";
import { CrewRoleOpenUserEvent } from "../../open-user.event.ts";
import type { SectionSource } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import type { Rules } from "../model/rules.model.ts";
import { sentenceOf } from "../model/sentence.ts";

/** So many people are named at a rule. */
const NAMED = 3;

export interface RuleLineProps {
  readonly model: Rules;
  readonly source: SectionSource;
  readonly rule: RightsExpectation;
}

/** One rule as a sentence, whether it holds, and if not, who breaks it. */
export function RuleLine({ model, source, rule }: RuleLineProps): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const env = useEnv();
  const kit = useKit();
  const kept = model.kept.data.value;
  const people = kept?.people ?? new Map<string, string>();
  const verdict = kept?.verdicts.get(rule.id);
  const sentence = sentenceOf(rule, { i18n, names: source.names.value, content: source.content.value, people });
  const remove = async (): Promise<void> => {
    const putBack = await model.remove(rule);
    if (putBack === undefined) return;
    env.toast({ text: t("removed"), detail: sentence, action: { label: kit.t("undo"), run: () => void putBack() } });
  };
  return (
    <li class="rule" part="rule" data-rule={rule.id}>
      <div class="rule-text">
        <p class="rule-sentence">{sentence}</p>
        {rule.note === null ? undefined : (
          <p class="rule-note muted" dir="auto">
            {rule.note}
          </p>
        )}
        {verdict?.holds === false ? <Breaches source={source} rule={rule} verdict={verdict} /> : undefined}
      </div>
      {verdict === undefined ? undefined : <State verdict={verdict} />}
      {model.canEdit() ? (
        <span class="rule-actions">
          <IconButton
            icon={Pencil}
            size="small"
            label={`${t("edit")}: ${sentence}`}
            noTooltip
            disabled={model.saving.value}
            onClick={() => (model.open.value = rule.id)}
          />
          <IconButton
            icon={Trash}
            size="small"
            label={`${t("remove")}: ${sentence}`}
            noTooltip
            disabled={model.saving.value}
            onClick={() => void remove()}
          />
        </span>
      ) : undefined}
    </li>
  );
}

function State({ verdict }: { readonly verdict: ExpectationVerdict }): VNode {
  const { t } = useI18n(catalogue);
  if (verdict.holds) return <Badge tone="success">{t("holds")}</Badge>;
  return <Badge tone="danger">{verdict.count === 0 ? t("byRole") : t("breaks", { count: verdict.count })}</Badge>;
}

interface BreachesProps {
  readonly source: SectionSource;
  readonly rule: RightsExpectation;
  readonly verdict: ExpectationVerdict;
}

function Breaches({ source, rule, verdict }: BreachesProps): VNode | null {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  const named = verdict.people.slice(0, NAMED);
  if (verdict.count === 0) return null;
  const action = source.content.value?.index.actions.get(rule.action);
  const words = ({ name, scope, path }: ExpectationBreach): string => {
    const said = { name: displayName(name), scope: source.names.value.scope(action, scope) };
    return path === null ? t("person", said) : t("through", { ...said, role: path.roleName });
  };
  const left = verdict.count - named.length;
  return (
    <ul class="breaches">
      {named.map((breach) => (
        <li key={breach.userId}>
          <button type="button" class="breach" onClick={() => env.emit(new CrewRoleOpenUserEvent(breach.userId))}>
            {words(breach)}
          </button>
        </li>
      ))}
      {left > 0 && named.length > 0 ? <li class="muted">{t("more", { count: left })}</li> : undefined}
    </ul>
  );
}
