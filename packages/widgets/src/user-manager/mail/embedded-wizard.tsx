import type { VNode } from "preact";
import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import type { Client, MailAccount, MailAccountInput } from "@crewdock/contract";
import { useEnv, useI18n } from "../../kit/index.ts";
import { createMailWizardModel, MailWizard, mailWizardCatalogue } from "../../mail-wizard/parts.ts";

export interface EmbeddedWizardProps {
  readonly client: Client;
  readonly account: MailAccount | null;
  readonly draft: MailAccountInput | null;
  readonly email: string;
  readonly saveLabel: string | undefined;
  readonly save: (input: MailAccountInput) => Promise<void>;
  readonly onCancel: () => void;
}

/** The mail wizard inside the sheet, in a chunk of its own: most sheets are closed without it. */
export function EmbeddedWizard({
  client,
  account,
  draft,
  email,
  saveLabel,
  save,
  onCancel,
}: EmbeddedWizardProps): VNode {
  const env = useEnv();
  const i18n = useRef(useI18n(mailWizardCatalogue));
  i18n.current = useI18n(mailWizardCatalogue);
  const model = useMemo(
    () =>
      createMailWizardModel({ client, i18n: () => i18n.current, account, draft, email, save, announce: env.announce }),
    [client, account, draft, email],
  );
  useLayoutEffect(() => () => model[Symbol.dispose](), [model]);
  return <MailWizard model={model} onCancel={onCancel} saveLabel={saveLabel} />;
}
