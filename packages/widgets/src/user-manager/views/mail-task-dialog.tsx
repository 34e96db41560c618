import type { VNode } from "preact";
import { Dialog, lazy, useI18n } from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import type { EmbeddedWizardProps } from "../mail/embedded-wizard.tsx";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";

export interface MailTaskDialogProps {
  readonly manager: UserManagerModel;
  readonly model: UserSheetModel;
}

/** The mail wizard in a dialog over the sheet. Stands outside the sheet's form: forms cannot be nested. */
export function MailTaskDialog({ manager, model }: MailTaskDialogProps): VNode {
  const { t } = useI18n(catalogue);
  const task = model.mail.task.value;
  const client = manager.client.value;
  return (
    <Dialog open={task !== null} title={t("mailAccount")} width={600} onClose={model.mail.cancel}>
      {task === null || client === null ? undefined : (
        <wizard.View
          client={client}
          account={task.account}
          draft={task.draft}
          email={model.form.fields.email.value.peek().trim()}
          saveLabel={model.user.value === null ? t("mailKeep") : undefined}
          save={model.mail.finish}
          onCancel={model.mail.cancel}
        />
      )}
    </Dialog>
  );
}

const wizard = lazy<EmbeddedWizardProps>(() =>
  import("../mail/embedded-wizard.tsx").then(({ EmbeddedWizard }) => EmbeddedWizard),
);
