import type { VNode } from "preact";
import { Button, ConfirmDialog, Dialog, useI18n, useKit, useStyles } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RenameTask, RoleEditor, RoleTask } from "../role-editor.model.ts";
import { overlayStyles } from "../styles/overlay.styles.ts";
import { ConflictDialog } from "./conflict.tsx";
import { RoleNaming, RoleProblem } from "./role-form.tsx";
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
        <RoleProblem model={model} error={problem.value} />
        <RoleNaming form={form} />
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
      <RoleProblem model={model} error={task.problem.value} />
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
