import type { ComponentType, VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Dialog, ErrorState, SkeletonRows, useI18n, useKit } from "../../kit/index.ts";
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
        <LoadedWizard
          client={client}
          account={task.account}
          email={task.account?.email ?? task.draft?.email ?? model.form.fields.email.value.peek().trim()}
          saveLabel={model.user.value === null ? t("mailKeep") : undefined}
          save={model.mail.finish}
          onCancel={model.mail.cancel}
        />
      )}
    </Dialog>
  );
}

type Loading = { readonly view?: ComponentType<EmbeddedWizardProps>; readonly error?: unknown };

function LoadedWizard(props: EmbeddedWizardProps): VNode {
  const kit = useKit();
  const [{ view: View, error }, setLoading] = useState<Loading>({});
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    setLoading({});
    import("../mail/embedded-wizard.tsx").then(
      ({ EmbeddedWizard }) => setLoading({ view: EmbeddedWizard }),
      (problem: unknown) => setLoading({ error: problem }),
    );
  }, [turn]);
  if (error !== undefined) return <ErrorState error={error} compact onRetry={() => setTurn(turn + 1)} />;
  return View === undefined ? (
    <div aria-busy="true" aria-label={kit.t("loading")}>
      <SkeletonRows count={4} />
    </div>
  ) : (
    <View {...props} />
  );
}
