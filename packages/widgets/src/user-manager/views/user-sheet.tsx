import type { VNode } from "preact";
import { displayName } from "@crewdock/contract";
import {
  Avatar,
  Button,
  ErrorState,
  FormSummary,
  Sheet,
  SectionNav,
  Skeleton,
  useI18n,
  useStyles,
} from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { type SectionId, sections } from "../form/user-form.ts";
import { catalogue, type UserMessages } from "../messages/index.ts";
import type { Refusal } from "../list/row-actions.ts";
import type { UserManagerModel } from "../user-manager.model.ts";
import { AccessSection } from "./access-section.tsx";
import { ConflictPanel } from "./conflict-panel.tsx";
import { MailPart, RemoveMailQuestion } from "./mail-part.tsx";
import { MailTaskDialog } from "./mail-task-dialog.tsx";
import { PersonSection } from "./person-section.tsx";
import { DraftNotice, SheetNotices } from "./sheet-notices.tsx";
import { sheetStyles } from "./sheet.styles.ts";
import { TelephonySection } from "./telephony-section.tsx";
import { WorkSection } from "./work-section.tsx";

const titles = {
  person: "sectionPerson",
  access: "sectionAccess",
  work: "sectionWork",
  telephony: "sectionTelephony",
  mail: "sectionMail",
} as const satisfies Readonly<Record<SectionId, keyof UserMessages>>;

/** Why a sheet can only be looked at. */
const readOnlyKeys = {
  noRight: "readOnly",
  outsideDepartment: "reason_outsideDepartment",
  self: "reason_self",
  not_in_backend: "fixed_not_in_backend",
  not_configured: "fixed_not_configured",
  other_plan: "fixed_other_plan",
  read_only: "fixed_read_only",
} as const satisfies Readonly<Record<Refusal, keyof UserMessages>>;

/** The sheet over the list: on its way, failed to open, or the form. */
export function UserSheet({ manager }: { readonly manager: UserManagerModel }): VNode | null {
  useStyles(sheetStyles);
  const { t } = useI18n(catalogue);
  const state = manager.sheet.value;
  if (state === null) return null;
  if (state.kind === "ready") return <FormSheet key="form" manager={manager} model={state.model} />;
  return (
    <Sheet open title={state.title || t("users")} onClose={manager.close}>
      {state.kind === "error" ? (
        <ErrorState error={state.error} onRetry={() => void manager.reopen()} />
      ) : (
        <div class="stack" aria-busy="true">
          <Skeleton width="30%" />
          {[0, 1, 2, 3, 4].map((index) => (
            <Skeleton key={index} shape="row" />
          ))}
        </div>
      )}
    </Sheet>
  );
}

function FormSheet({ manager, model }: { readonly manager: UserManagerModel; readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const user = model.user.value;
  const name = user === null ? t("newUser") : displayName(user.name);
  const position = manager.choices.value.positions.find(({ value }) => value === user?.positionId)?.label;
  const wrong = model.wrongSections.value;
  const changed = model.changedSections.value;
  const shown = model.shown.value;
  return (
    <Sheet
      open
      title={name}
      subtitle={user === null ? undefined : (position ?? user.email)}
      lead={user === null ? undefined : <Avatar name={`${user.name.first} ${user.name.last}`} id={user.id} size={32} />}
      unsaved={model.unsaved.value && !model.saving.value}
      onClose={manager.close}
      nav={
        <SectionNav
          sections={(Object.keys(sections) as SectionId[])
            .filter((id) => shown.has(id))
            .map((id) => ({ id, label: t(titles[id]), invalid: wrong.has(id), changed: changed.has(id) }))}
        />
      }
      footer={<SheetFooter model={model} close={manager.close} />}
    >
      <form
        id="user-form"
        class="user-form"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          void model.save();
        }}
      >
        <FormSummary form={model.form} />
        <DraftNotice model={model} />
        {model.conflict.value === null ? undefined : <ConflictPanel manager={manager} model={model} />}
        <fieldset disabled={model.refusal !== undefined || model.conflict.value !== null}>
          <PersonSection model={model} />
          {shown.has("access") ? <AccessSection model={model} /> : undefined}
          <WorkSection manager={manager} model={model} />
          {shown.has("telephony") ? <TelephonySection model={model} /> : undefined}
          {shown.has("mail") ? <MailPart model={model} /> : undefined}
        </fieldset>
      </form>
      <MailTaskDialog manager={manager} model={model} />
      <RemoveMailQuestion model={model} />
    </Sheet>
  );
}

/** Says what is not saved yet, and saves. */
function SheetFooter({ model, close }: { readonly model: UserSheetModel; readonly close: () => void }): VNode {
  const { t } = useI18n(catalogue);
  const isNew = model.user.value === null;
  const { refusal } = model;
  if (refusal !== undefined) {
    return (
      <>
        <span class="user-unsaved">{t(readOnlyKeys[refusal])}</span>
        <Button onClick={close}>{t("close")}</Button>
      </>
    );
  }
  const count = model.changeCount.value;
  const unsaved = model.unsaved.value;
  return (
    <>
      <SheetNotices model={model} />
      <span class={unsaved ? "user-unsaved on" : "user-unsaved"} role="status">
        {isNew ? (unsaved ? t("notSavedYet") : "") : count === 0 ? t("nothingToSave") : t("unsaved", { count })}
      </span>
      <Button
        variant="primary"
        type="submit"
        form="user-form"
        part="save"
        loading={model.saving.value}
        disabled={model.conflict.value !== null || (!isNew && count === 0)}
      >
        {t(isNew ? "create" : "save")}
      </Button>
    </>
  );
}
