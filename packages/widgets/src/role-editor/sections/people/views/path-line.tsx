import type { RightsPath } from "@crewdock/contract";
import type { VNode } from "preact";
import { Badge, useI18n } from "../../../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { PeopleSection } from "../people.model.ts";
import { lastDayText, pathText } from "./path.ts";

interface PathLineProps {
  readonly model: PeopleSection;
  readonly path: RightsPath;
}

/** A role, by what it comes to somebody, and until when. The role leads to where it is edited. */
export function PathLine({ model, path }: PathLineProps): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  return (
    <span class="path">
      <button
        type="button"
        class="path-role"
        dir="auto"
        aria-label={t("openRole", { name: path.roleName })}
        onClick={() => model.source.value.openRole(path.roleId)}
      >
        {path.roleName}
      </button>
      <span class="muted">{` · ${pathText(i18n, path, model.source.value.content.value, model.known.value)}`}</span>
      {path.until === null ? undefined : (
        <>
          {" "}
          <Badge tone="warning">{t("untilDay", { date: lastDayText(i18n, path.until) })}</Badge>
        </>
      )}
    </span>
  );
}
