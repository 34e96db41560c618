import type { VNode } from "preact";
import {
  Banner,
  Button,
  ConfirmDialog,
  Dialog,
  FormSummary,
  TextArea,
  TextField,
  useI18n,
  useKit,
  useStyles,
} from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RenameTask, RoleEditor, RoleTask } from "../role-editor.model.ts";
import { overlayStyles } from "../styles/overlay.styles.ts";
import { ConflictDialog } from "./conflict.tsx";
import { roleErrorText } from "./save-bar.tsx";
import { WizardSheet } from "./wizard.tsx";

/** Everything that can stand above the editor. */
export function RoleDialogs({ model }: { readonly model: RoleEditor }): VNode {
  useStyles(overlayStyles);
  const { renaming, removing } = model;
  return (
    <>
      <WizardSheet model={model} />
      <ConflictDialog model={model} />
      {renaming.value === null ? undefined : <RenameDialog model={model} task={renaming.value} />}
      {removing.value === null ? undefined : <RemoveDialog model={model} task={removing.value} />}
      <LeaveDialog model={model} />
    </>
  );
}

function Problem({ model, error }: { readonly model: RoleEditor; readonly error: unknown }): VNode | null {
  const i18n = useI18n(catalogue);
  const kit = useKit();
  if (error === undefined) return null;
  const { title, advice } = roleErrorText(error, i18n, kit, model.names.value);
  return (
    <Banner tone="danger" title={title}>
      {advice}
    </Banner>
  );
}

function RenameDialog({ model, task }: { readonly model: RoleEditor; readonly task: RenameTask }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { form, busy, problem } = task;
  return (
    <Dialog
      open
      title={t("renameTitle")}
      onClose={() => model.closeTask()}
      footer={
        <>
          <Button onClick={() => model.closeTask()}>{kit.t("cancel")}</Button>
          <Button variant="primary" loading={busy.value} onClick={() => void model.saveName()}>
            {kit.t("save")}
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void model.saveName();
        }}
      >
        <Problem model={model} error={problem.value} />
        <FormSummary form={form} />
        <TextField field={form.fields.name} label={t("name")} required autofocus />
        <TextArea field={form.fields.description} label={t("description")} help={t("descriptionHelp")} />
      </form>
    </Dialog>
  );
}

function RemoveDialog({ model, task }: { readonly model: RoleEditor; readonly task: RoleTask }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <ConfirmDialog
      open
      danger
      title={t("deleteTitle", { name: task.role.name })}
      text={t("deleteText")}
      confirmLabel={t("deleteRole")}
      loading={task.busy.value}
      onClose={() => model.closeTask()}
      onConfirm={() => void model.confirmRemove()}
    >
      <Problem model={model} error={task.problem.value} />
    </ConfirmDialog>
  );
}

function LeaveDialog({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { editing } = model;
  return (
    <ConfirmDialog
      open={editing.leaving.value !== null}
      danger
      title={t("leaveTitle")}
      text={t("leaveText", { name: editing.role.value?.name ?? "" })}
      confirmLabel={kit.t("discard")}
      cancelLabel={kit.t("keepEditing")}
      onClose={() => editing.stay()}
      onConfirm={() => editing.confirmLeave()}
    />
  );
}
