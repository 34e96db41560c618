import { type ActionKey, UNUSED_DAYS } from "@crewdock/contract";
import { useModel } from "@preact/signals";
import type { ComponentChildren, VNode } from "preact";
import { useEffect } from "preact/hooks";
import { ErrorState, SkeletonRows, useI18n, useStyles } from "../../../../kit/index.ts";
import { Group } from "../../check-up/views/group.tsx";
import { RoleLine } from "../../check-up/views/lines.tsx";
import type { SectionProps, SectionSource } from "../../section.tsx";
import { catalogue } from "../messages/index.ts";
import { type IdleLine, UnusedModel } from "../model/unused.model.ts";
import { unusedStyles } from "../styles/unused.styles.ts";

/** So many entities of a role are named; the role itself shows all. */
const most = 8;

/** The group of the check-up that tells which rights nobody uses; nothing where the backend knows of none. */
export function UnusedView({ source, shown }: SectionProps): VNode | null {
  useStyles(unusedStyles);
  const model = useModel(() => new UnusedModel(source));
  useEffect(() => {
    model.shown.value = shown;
  }, [shown]);
  const { t, format, ready } = useI18n(catalogue);
  const found = model.found.value;
  const error = model.error.value;
  if (!ready) return null;
  if (error !== undefined)
    return (
      <State>
        <ErrorState
          compact
          error={error}
          retrying={model.state.value === "loading"}
          onRetry={() => void model.reload()}
        />
      </State>
    );
  if (found === undefined)
    return (
      <State busy>
        <SkeletonRows count={2} />
      </State>
    );
  const { since, from, lines } = found;
  if (since === null) return null;
  const day = (instant: string): string => format.date(instant);
  const days = { count: UNUSED_DAYS };
  if (from !== null)
    return (
      <State>
        <p class="muted">{t("early", { since: day(since), from: day(from) })}</p>
      </State>
    );
  const recorded = t("since", { since: day(since) });
  if (lines.length === 0)
    return (
      <State>
        <p class="muted">
          {t("allUsed", days)} {recorded}
        </p>
      </State>
    );
  return (
    <Group title={t("title")} text={`${t("text", days)} ${recorded}`} goodToKnow found={lines}>
      {(line) => (
        <RoleLine key={line.roleId} source={source} roleId={line.roleId}>
          <Rights source={source} entities={line.entities} />
        </RoleLine>
      )}
    </Group>
  );
}

/** The group without findings. */
function State({ busy, children }: { readonly busy?: boolean; readonly children: ComponentChildren }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <section class="finding-group unused-state" aria-label={t("title")} aria-busy={busy}>
      <header>
        <h3>{t("title")}</h3>
      </header>
      {children}
    </section>
  );
}

/** Such as 'Tasks: Delete, Export', one for each entity. */
function Rights({ source, entities }: Pick<IdleLine, "entities"> & { readonly source: SectionSource }): VNode {
  const { t } = useI18n(catalogue);
  const { index } = source.content.value ?? {};
  const names = source.names.value;
  const told = (actions: readonly ActionKey[]): string => {
    const [first = "", ...rest] = actions;
    const others = rest.flatMap((key) => {
      const action = index?.actions.get(key);
      return action === undefined ? [] : [names.action(action)];
    });
    return [names.full(first), ...others].join(", ");
  };
  const shown = entities.length > most ? entities.slice(0, most - 1) : entities;
  return (
    <span class="unused-rights" role="list">
      {shown.map((actions) => (
        <span key={actions[0]} role="listitem">
          {told(actions)}
        </span>
      ))}
      {shown.length === entities.length ? undefined : (
        <span class="unused-more" role="listitem">
          {t("more", { count: entities.length - shown.length })}
        </span>
      )}
    </span>
  );
}
