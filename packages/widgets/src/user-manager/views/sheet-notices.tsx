import type { VNode } from "preact";
import { Banner, errorText, useI18n, useKit } from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";
import { brokenRules } from "./broken-rules.tsx";

/** What stands in the way of saving, beside the button that saves: a failed save, changes made elsewhere. */
export function SheetNotices({ model }: { readonly model: UserSheetModel }): VNode | null {
  const { t } = useI18n(catalogue);
  const failure = model.failure.value;
  const elsewhere = model.changedElsewhere.value;
  if (failure === undefined && elsewhere === null) return null;
  return (
    <div class="user-notices">
      {failure === undefined ? undefined : <Failure model={model} error={failure} />}
      {elsewhere === null ? undefined : (
        <Banner tone="warning" title={t("changedElsewhere")} action={{ label: t("compare"), onClick: model.compare }}>
          {t("changedElsewhereText")}
        </Banner>
      )}
    </div>
  );
}

/** Says that what was typed before is back. */
export function DraftNotice({ model }: { readonly model: UserSheetModel }): VNode | null {
  const { t } = useI18n(catalogue);
  if (!model.draftRestored.value) return null;
  return (
    <div class="user-draft">
      <Banner tone="info" title={t("draftRestored")} action={{ label: t("draftDiscard"), onClick: model.discardDraft }}>
        {t("draftRestoredText")}
      </Banner>
    </div>
  );
}

function Failure({ model, error }: { readonly model: UserSheetModel; readonly error: unknown }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { title, advice } = errorText(error, kit);
  return (
    <Banner
      tone="danger"
      title={title}
      action={{ label: kit.t("retry"), loading: model.saving.value, onClick: () => void model.save() }}
    >
      {`${advice} ${t("stillHere")}`}
      {brokenRules(error, model.client)}
    </Banner>
  );
}
