import ChevronUp from "lucide/dist/esm/icons/chevron-up.mjs";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { Button, lazy, Popover, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { Affected } from "../model/affected-by-draft.ts";
import type { RoleEditor } from "../role-editor.model.ts";

const names = lazy<{ readonly model: RoleEditor; readonly affected: Affected }>(() =>
  import("./parts.ts").then(({ AffectedPeople }) => AffectedPeople),
);

/** 'N people affected', with the names one click away. */
export function AffectedButton({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const affected = model.affected.value;
  useEffect(names.preload, []);
  const { state, count, exact } = affected;
  const text =
    state === "loading"
      ? t("affectedLoading")
      : count === 0
        ? t("affectedNobody")
        : t(exact ? "affected" : "affectedAtMost", { count });
  if (state === "unknown" || (state === "ready" && count === 0)) return <span class="muted">{text}</span>;
  return (
    <Popover
      label={t("affectedTitle")}
      placement="top-start"
      class="affected"
      trigger={(props) => (
        <Button {...props} class="affected-button" variant="ghost" size="small" iconEnd={ChevronUp}>
          {text}
        </Button>
      )}
    >
      {() => <names.View model={model} affected={affected} />}
    </Popover>
  );
}
