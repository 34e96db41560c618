import GitCompare from "lucide/dist/esm/icons/git-compare.mjs";
import { useModel } from "@preact/signals";
import { displayName } from "@crewdock/contract";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import {
  Banner,
  EmptyState,
  ErrorState,
  SkeletonRows,
  Switch,
  Tabs,
  useI18n,
  useStyles,
} from "../../../../kit/index.ts";
import { questionStyles } from "../../common/section.styles.ts";
import type { SectionProps } from "../../section.tsx";
import { type CompareKind, CompareModel, type CompareSection } from "../compare.model.ts";
import { catalogue } from "../messages/index.ts";
import { compareStyles } from "../styles/compare.styles.ts";
import { ComparisonTable, sideName } from "./comparison-table.tsx";
import { Question } from "./question.tsx";

/** Two roles, two people, or one person on two days, right by right. */
export function CompareView({ source, shown }: SectionProps): VNode {
  useStyles(questionStyles, compareStyles);
  const model = useModel(() => new CompareModel(source));
  const { t } = useI18n(catalogue);
  useEffect(() => {
    model.shown.value = shown;
  }, [model, shown]);
  return (
    <div class="compare">
      {model.kinds.value.length === 1 ? (
        <Kind model={model} />
      ) : (
        <Tabs<CompareKind>
          label={t("kind")}
          value={model.kind.value}
          onChange={(kind) => {
            model.kind.value = kind;
          }}
          tabs={model.kinds.value.map((id) => ({ id, label: t(`kind_${id}`) }))}
        >
          {() => <Kind model={model} />}
        </Tabs>
      )}
    </div>
  );
}

function Kind({ model }: { readonly model: CompareSection }): VNode {
  return (
    <>
      <Question model={model} />
      <Answer model={model} />
    </>
  );
}

const nothing = {
  roles: ["oneRole", "oneRoleText"],
  people: ["pickPeople", "pickPeopleText"],
  days: ["pickPerson", "pickPersonText"],
} as const;

function Answer({ model }: { readonly model: CompareSection }): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const { loaded } = model;
  const comparison = model.comparison.value;
  const sides = model.sides.value;
  if (!model.asked.value) {
    const [title, text] = nothing[model.kind.value];
    return <EmptyState icon={GitCompare} title={t(title)} text={t(text)} />;
  }
  if (loaded.state.value === "error")
    return <ErrorState error={loaded.error.value} onRetry={() => void loaded.reload()} />;
  if (comparison === null || sides === null) {
    return (
      <div class="answer" aria-busy="true">
        <SkeletonRows count={6} />
      </div>
    );
  }
  const { differ, total, leftFarther, rightFarther } = comparison;
  const farther = [
    { name: sideName(i18n, sides.left), count: leftFarther },
    { name: sideName(i18n, sides.right), count: rightFarther },
  ].filter(({ count }) => count > 0);
  return (
    <div class="answer">
      {model.inactive.value.map(({ id, name }) => (
        <Banner key={id} tone="warning">
          {t("inactive", { name: displayName(name) })}
        </Banner>
      ))}
      <div class="compare-sum">
        <p role="status">
          <strong>{differ === 0 ? t("differNone", { total }) : t("differ", { count: differ, total })}</strong>{" "}
          <span class="muted">{farther.map((each) => t("farther", each)).join(" ")}</span>
        </p>
        <Switch
          label={t("showAll")}
          checked={model.all.value}
          onChange={(all) => {
            model.all.value = all;
          }}
        />
      </div>
      {differ === 0 && !model.all.value ? undefined : (
        <ComparisonTable model={model} comparison={comparison} sides={sides} />
      )}
    </div>
  );
}
