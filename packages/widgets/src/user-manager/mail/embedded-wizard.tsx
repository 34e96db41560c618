import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Client, MailAccount, MailAccountInput } from "@crewdock/contract";
import { useEnv, useI18n } from "../../kit/index.ts";
import { createMailWizardModel } from "../../mail-wizard/mail-wizard.model.ts";
import { catalogue } from "../../mail-wizard/messages/index.ts";
import { MailWizard } from "../../mail-wizard/views/mail-wizard.tsx";

export interface EmbeddedWizardProps {
  readonly client: Client;
  readonly account: MailAccount | null;
  readonly email: string;
  readonly saveLabel: string | undefined;
  readonly save: (input: MailAccountInput) => Promise<void>;
  readonly onCancel: () => void;
}

/** The mail wizard inside the sheet, in a chunk of its own: most sheets are closed without it. */
export function EmbeddedWizard({ client, account, email, saveLabel, save, onCancel }: EmbeddedWizardProps): VNode {
  const env = useEnv();
  const i18n = useRef(useI18n(catalogue));
  i18n.current = useI18n(catalogue);
  const model = useMemo(
    () => createMailWizardModel({ client, i18n: () => i18n.current, account, email, save, announce: env.announce }),
    [client, account, email],
  );
  useLayoutEffect(() => () => model[Symbol.dispose](), [model]);
  return <MailWizard model={model} onCancel={onCancel} saveLabel={saveLabel} />;
}
