import Check from "lucide/dist/esm/icons/check.mjs";
import { supports } from "@crewdock/contract";
import { useModel } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import {
  Banner,
  EmptyState,
  ErrorState,
  errorText,
  lazy,
  SkeletonRows,
  useI18n,
  useKit,
  useStyles,
} from "../../../../kit/index.ts";
import type { SectionProps } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import { CheckUpModel } from "../model/check-up.model.ts";
import { countToTidy, type Findings } from "../model/findings.ts";
import { checkUpStyles } from "../styles/check-up.styles.ts";
import { Group } from "./group.tsx";
import { PersonLine, RoleLine, SameLine } from "./lines.tsx";

/** A part of its own, so that the check-up is there before it. */
const unused = lazy<SectionProps>(async () => (await import("../../unused/index.ts")).UnusedView);

/** What could be tidied up among roles and those who have them, with the way to each. */
export function CheckUpView({ source, shown }: SectionProps): VNode {
  useStyles(checkUpStyles);
  const model = useModel(() => new CheckUpModel(source));
  useEffect(() => {
    model.shown.value = shown;
  }, [shown]);
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { people } = model;
  const findings = model.findings.value;
  const error = people.error.value;
  const looking = people.state.value === "loading";
  const retry = (): void => void people.reload();
  const count = findings === null ? 0 : countToTidy(findings);
  const reach = model.reach.value;
  return (
    <div class="check-up" part="check-up">
      <header class="check-up-head">
        <h2>{t("title")}</h2>
        <p class="muted">{t("intro")}</p>
        {reach === "everybody" || findings === null ? undefined : (
          <p class="muted">
            {reach === "roles" ? t("reachRoles") : t("reachPart", { count: people.users.value.length })}
          </p>
        )}
        {count === 0 ? undefined : <p class="check-up-sum tabular">{t("toTidy", { count })}</p>}
      </header>
      {findings === null ? (
        error === undefined ? (
          <div aria-busy="true">
            <SkeletonRows count={6} />
          </div>
        ) : (
          <ErrorState error={error} retrying={looking} onRetry={retry} />
        )
      ) : (
        <div class="check-up-groups">
          {error === undefined ? undefined : (
            <Banner
              tone="warning"
              title={errorText(error, kit).title}
              action={{ label: kit.t("retry"), onClick: retry, loading: looking }}
            >
              {errorText(error, kit).advice}
            </Banner>
          )}
          {count === 0 ? (
            <EmptyState icon={Check} title={t("tidy")} text={t(reach === "roles" ? "tidyRoles" : "tidyText")} compact />
          ) : undefined}
          <Groups source={source} findings={findings} />
          {supports(source.session.capabilities, "roles.usage") ? (
            <unused.View source={source} shown={shown} />
          ) : undefined}
        </div>
      )}
    </div>
  );
}

function Groups({ source, findings }: Pick<SectionProps, "source"> & { readonly findings: Findings }): VNode {
  const { t, format } = useI18n(catalogue);
  const roleName = (id: string): string => source.content.value?.roles.find((role) => role.id === id)?.name ?? id;
  const names = (ids: readonly string[]): string => format.list(ids.map(roleName));
  const { same, ended, unheld, empty, extra, doubled, missing, contained } = findings;
  return (
    <>
      <Group title={t("same")} text={t("sameText")} found={same}>
        {(roleIds) => <SameLine key={roleIds.join()} source={source} roleIds={roleIds} />}
      </Group>
      <Group title={t("ended")} text={t("endedText")} found={ended}>
        {(each) => (
          <RoleLine key={each.roleId} source={source} {...each}>
            {t("endedLine", { date: format.date(new Date(each.endedAt).getTime() - 1) })}
          </RoleLine>
        )}
      </Group>
      <Group title={t("unheld")} text={t("unheldText")} found={unheld}>
        {(each) => (
          <RoleLine key={each.roleId} source={source} {...each}>
            {each.subjects.length === 0 ? t("unheldNotGiven") : undefined}
          </RoleLine>
        )}
      </Group>
      <Group title={t("empty")} text={t("emptyText")} found={empty}>
        {(roleId) => <RoleLine key={roleId} source={source} roleId={roleId} />}
      </Group>
      {(
        [
          ["extra", extra],
          ["missing", missing],
        ] as const
      ).map(([kind, found]) => (
        <Group key={kind} title={t(kind)} text={t(`${kind}Text`)} found={found}>
          {(each) => (
            <PersonLine key={each.user.id} source={source} user={each.user}>
              {names(each.roleIds)}
            </PersonLine>
          )}
        </Group>
      ))}
      <Group title={t("doubled")} text={t("doubledText")} found={doubled}>
        {(each) => <PersonLine key={each.user.id} source={source} user={each.user} doubled={each} />}
      </Group>
      <Group title={t("contained")} text={t("containedText")} goodToKnow found={contained}>
        {({ roleId, within, userIds }) => (
          <RoleLine key={roleId} source={source} roleId={roleId}>
            <span>{t("containedLine", { list: names(within) })}</span>
            {userIds.length === 0 ? undefined : <span>{t("containedBoth", { count: userIds.length })}</span>}
          </RoleLine>
        )}
      </Group>
    </>
  );
}
