import type { RightsExpectation } from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Button, Combobox, type Option, randomId, Select, TextField, useI18n, useKit } from "../../../../kit/index.ts";
import type { SectionSource } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import type { Rules } from "../model/rules.model.ts";
import { boundOf, kindOf, kindsOf, parseKind, type RuleKind } from "../model/sentence.ts";
import { findSubjects, subjectOf, subjectOption, subjectValue } from "../model/subject-options.ts";

export interface RuleFormProps {
  readonly model: Rules;
  readonly source: SectionSource;
  /** The rule that is edited; null for a new one. */
  readonly rule: RightsExpectation | null;
}

/** Writes a rule in the order in which it is read: who, what they must or must not, which right. */
export function RuleForm({ model, source, rule }: RuleFormProps): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const index = source.content.value?.index;
  const names = source.names.value;
  const [who, setWho] = useState(rule && subjectValue(rule.subject));
  const [key, setKey] = useState(rule?.action ?? null);
  const [wanted, setWanted] = useState<RuleKind>(rule ? kindOf(rule, index?.actions.get(rule.action)) : "must_not");
  const [note, setNote] = useState(rule?.note ?? "");
  const [problem, setProblem] = useState<"missing" | "duplicate" | null>(null);
  const action = key === null ? undefined : index?.actions.get(key);
  const kinds = kindsOf(action);
  const kind = kinds.includes(wanted) ? wanted : "must_not";
  const people = model.kept.data.value?.people ?? new Map<string, string>();
  const actions = [...(index?.actions.keys() ?? [])].map((each): Option => ({ value: each, label: names.full(each) }));

  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    form.current?.querySelector("input")?.focus();
  }, []);

  const submit = (): void => {
    if (who === null || action === undefined) {
      setProblem("missing");
      return form.current?.querySelectorAll("input")[who === null ? 0 : 1]?.focus();
    }
    const subject = subjectOf(who);
    const next = { id: rule?.id ?? randomId(), subject, action: action.key, ...boundOf(kind, action) };
    const sameOf = (each: Omit<RightsExpectation, "note">): string =>
      [subjectValue(each.subject), each.action, each.bound].join(" ");
    const others = model.kept.data.value?.rules.filter(({ id }) => id !== next.id);
    if (others?.some((each) => sameOf(each) === sameOf(next))) return setProblem("duplicate");
    setProblem(null);
    void model.save({ ...next, note: note.trim() === "" ? null : note.trim() });
  };
  const label = (each: RuleKind): string => {
    if (each === "must" || each === "must_not") return t(`choice_${each}`);
    const { bound, scope } = parseKind(each);
    return t(`choice_${bound}`, { scope: names.scope(action, scope) });
  };
  return (
    <form
      ref={form}
      class="rule-form stack"
      part="rule-form"
      aria-label={t(rule === null ? "add" : "edit")}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape" && !event.defaultPrevented) model.open.value = null;
      }}
    >
      <div class="rule-fields">
        <Combobox
          label={t("who")}
          placeholder={t("whoHint")}
          clearable={false}
          value={who}
          selected={rule === null ? undefined : subjectOption(rule, source, people, t("gone"))}
          load={(query, abort) => findSubjects(source, (type) => t(`group_${type}`), query, abort)}
          onChange={setWho}
        />
        <Select<RuleKind>
          label={t("bound")}
          value={kind}
          options={kinds.map((each) => ({ value: each, label: label(each) }))}
          onInput={setWanted}
        />
        <Combobox
          label={t("right")}
          placeholder={t("rightHint")}
          clearable={false}
          value={key}
          options={actions}
          onChange={setKey}
        />
      </div>
      <TextField label={t("note")} value={note} maxlength={500} onInput={setNote} />
      {problem === null ? undefined : (
        <p class="rule-problem" role="alert">
          {t(problem)}
        </p>
      )}
      <div class="rule-buttons row">
        <Button disabled={model.saving.value} onClick={() => (model.open.value = null)}>
          {kit.t("cancel")}
        </Button>
        <Button type="submit" variant="primary" loading={model.saving.value}>
          {t(rule === null ? "add" : "saveRule")}
        </Button>
      </div>
    </form>
  );
}
