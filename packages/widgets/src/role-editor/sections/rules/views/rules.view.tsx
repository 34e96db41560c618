import Plus from "lucide/dist/esm/icons/plus.mjs";
import ScrollText from "lucide/dist/esm/icons/scroll-text.mjs";
import { useModel } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import {
  Banner,
  Button,
  EmptyState,
  ErrorState,
  errorText,
  SkeletonRows,
  useI18n,
  useKit,
  useStyles,
} from "../../../../kit/index.ts";
import type { SectionProps } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import { newRule, RulesModel } from "../model/rules.model.ts";
import { rulesStyles } from "../styles/rules.styles.ts";
import { RuleForm } from "./rule-form.tsx";
import { RuleLine } from "./rule-line.tsx";

/** What rights have to keep to, sentence by sentence, and whether they do. */
export function RulesView({ source, shown }: SectionProps): VNode {
  useStyles(rulesStyles);
  const model = useModel(() => new RulesModel(source));
  useEffect(() => {
    model.shown.value = shown;
  }, [shown]);
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { kept, open } = model;
  const data = kept.data.value;
  const error = kept.error.value ?? model.problem.value;
  const words = error ? errorText(error, kit) : undefined;
  const canEdit = model.canEdit();
  const count = data?.rules.length ?? 0;
  const place = useRef<HTMLDivElement>(null);
  const former = useRef({ open: open.value, count });
  useLayoutEffect(() => {
    const was = former.current;
    former.current = { open: open.value, count };
    const isClosed = was.open !== null && open.value === null;
    if (!isClosed && count >= was.count) return;
    // What had the focus is gone: it goes on where the form was opened, or where the next rule is written.
    const line =
      was.open === null ? null : (place.current?.querySelector(`[data-rule="${CSS.escape(was.open)}"]`) ?? null);
    (line ?? place.current?.querySelector(".rules-head"))?.querySelector<HTMLElement>("button:not(.breach)")?.focus();
  }, [open.value, count]);
  const retry = (): void => void kept.reload();
  return (
    <div class="rules" part="rules" ref={place}>
      <header class="rules-head">
        <div>
          <h2>{t("title")}</h2>
          <p class="muted">{t("intro")}</p>
        </div>
        {canEdit && data !== undefined && open.value !== newRule ? (
          <Button icon={Plus} onClick={() => (open.value = newRule)}>
            {t("add")}
          </Button>
        ) : undefined}
      </header>
      {data === undefined ? (
        kept.error.value === undefined ? (
          <div aria-busy="true">
            <SkeletonRows count={4} />
          </div>
        ) : (
          <ErrorState error={kept.error.value} retrying={kept.state.value === "loading"} onRetry={retry} />
        )
      ) : (
        <div class="stack">
          {words === undefined ? undefined : (
            <Banner
              tone="danger"
              title={words.title}
              onDismiss={model.problem.value === null ? undefined : () => model.dismiss()}
            >
              {words.advice}
            </Banner>
          )}
          {open.value === newRule ? <RuleForm model={model} source={source} rule={null} /> : undefined}
          {data.rules.length === 0 && open.value !== newRule ? (
            <EmptyState
              icon={ScrollText}
              title={t("empty")}
              text={t(canEdit ? "emptyText" : "emptyReadOnly")}
              compact
            />
          ) : undefined}
          {data.rules.length === 0 ? undefined : (
            <ul class="rule-list">
              {data.rules.map((rule) =>
                open.value === rule.id ? (
                  <li key={rule.id}>
                    <RuleForm model={model} source={source} rule={rule} />
                  </li>
                ) : (
                  <RuleLine key={rule.id} model={model} source={source} rule={rule} />
                ),
              )}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}
