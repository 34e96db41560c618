import CornerDownRight from "lucide/dist/esm/icons/corner-down-right.mjs";
import { isCrewError } from "@crewdock/contract";
import { signal } from "@preact/signals";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Banner, Button, errorText, type I18n, Icon, useI18n, useKit } from "../../kit/index.ts";
import { catalogue, type Source } from "../messages/index.ts";
import type { Names } from "../model/names.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { AffectedButton } from "./affected-button.tsx";
import { BrokenRules, draftRules } from "./rule-check.tsx";
import { followedText, listSome } from "./say.ts";

interface Words {
  readonly title: string;
  readonly advice: string;
}

/** What a refused change of a role means, in words; what the kit says where there is nothing better to say. */
export function roleErrorText(
  error: unknown,
  i18n: I18n<Source>,
  kit: Parameters<typeof errorText>[1],
  names: Names,
): Words {
  const { t } = i18n;
  switch (isCrewError(error) ? error.code : undefined) {
    case "last_admin":
      return { title: t("error_role_last_admin"), advice: t("error_role_last_admin_advice") };
    case "lockout_prevented":
      return { title: t("error_role_lockout_prevented"), advice: t("error_role_lockout_prevented_advice") };
    case "in_use":
      return { title: t("error_role_in_use"), advice: t("error_role_in_use_advice") };
    case "validation": {
      const fields = isCrewError(error) ? error.fields : [];
      const list = fields.map(({ pointer }) =>
        pointer.startsWith("/grants/") ? names.full(pointer.slice("/grants/".length)) : t("tabGiven"),
      );
      if (list.length === 0) break;
      return {
        title: t("error_role_validation"),
        advice: t("error_role_validation_advice", { list: listSome(i18n, [...new Set(list)]) }),
      };
    }
    default:
  }
  return errorText(error, kit);
}

/** Whoever saved or let go by keyboard is back in the matrix where they were, or at the tab. */
function giveFocusBack(bar: HTMLElement | null): () => void {
  return () => {
    const place = bar?.matches(":focus-within") === true ? bar.parentElement : null;
    (
      place?.querySelector<HTMLElement>('.grid [tabindex="0"]') ??
      place?.querySelector<HTMLElement>("[aria-selected=true]")
    )?.focus({ preventScroll: true });
  };
}

/** Says what is unsaved and whom it hits; saves, lets go, tells what went wrong. */
export function SaveBar({ model }: { readonly model: RoleEditor }): VNode | null {
  const i18n = useI18n(catalogue);
  const kit = useKit();
  const [blocked] = useState(() => signal(false));
  const { editing, matrix } = model;
  const { draft } = editing;
  const problem = editing.problem.value;
  const other = editing.elsewhere.value;
  const saving = editing.saving.value;
  if (!draft.dirty.value && problem === null && other === null) return null;
  const { t } = i18n;
  const note = followedText(i18n, matrix, draft.followed.value);
  const words = problem === null ? null : roleErrorText(problem.error, i18n, kit, model.names.value);
  return (
    <footer ref={giveFocusBack} class="save-bar" part="save-bar">
      {other === null ? undefined : (
        <Banner
          tone="warning"
          title={t(other.kind === "removed" ? "removedBanner" : "changedBanner")}
          action={
            other.kind === "removed"
              ? model.offered.value.create
                ? { label: t("keepAsNew"), onClick: () => model.keepAsNew() }
                : undefined
              : { label: t("compare"), onClick: () => void editing.compare() }
          }
        >
          {t(other.kind === "removed" ? "removedBannerText" : "changedBannerText")}
        </Banner>
      )}
      {words === null || problem === null ? undefined : (
        <Banner
          tone="danger"
          title={problem.partly ? t("givenNotSaved") : words.title}
          onDismiss={() => editing.dismissProblem()}
        >
          {problem.partly ? `${words.title}. ${words.advice}` : words.advice}
          <BrokenRules model={model} error={problem.error} />
        </Banner>
      )}
      {note === "" ? undefined : (
        <p class="save-note">
          <Icon icon={CornerDownRight} size={14} />
          <span>{note}</span>
        </p>
      )}
      {draft.dirty.value ? <draftRules.View model={model} given={model.given} blocked={blocked} /> : undefined}
      <div class="row save-line">
        <div class="save-counts">
          <span class="save-changes tabular">{t("changes", { count: draft.changes.value })}</span>
          <span class="save-dot" aria-hidden="true">
            ·
          </span>
          <AffectedButton model={model} />
        </div>
        <Button disabled={saving} onClick={() => editing.discard()}>
          {kit.t("discard")}
        </Button>
        <Button
          variant="primary"
          loading={saving}
          disabled={blocked.value || other?.kind === "removed"}
          onClick={() => void editing.save()}
        >
          {kit.t(isCrewError(problem?.error) && problem.error.retryable ? "retry" : "save")}
        </Button>
      </div>
    </footer>
  );
}
