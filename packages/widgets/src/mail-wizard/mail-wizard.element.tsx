import type { VNode } from "preact";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import {
  Banner,
  Button,
  type Catalogue,
  CrewElement,
  type CssSheet,
  type Env,
  ErrorState,
  signal,
  SkeletonRows,
  useI18n,
  useStyles,
} from "../kit/index.ts";
import { createMailWizardElement, type MailWizardElementModel } from "./mail-wizard.element.model.ts";
import { mailWizardStyles } from "./mail-wizard.styles.ts";
import { catalogue, type Source } from "./messages/index.ts";
import { MailWizard } from "./views/mail-wizard.tsx";

/**
 * Connects a mailbox in four steps: address, log-in, a real check of IMAP and SMTP, the folder of sent mail.
 *
 * Keyboard: Tab moves through the fields, Enter goes on, Escape closes nothing: whatever was typed stays.
 *
 * @tag crew-mail-wizard
 * @attr user-id - whose mailbox; default is the signed-in person's own
 * @attr account-id - an existing mail account to edit
 * @attr email - address to begin with
 * @fires crew-mail-account-saved - the account was made or changed (`event.account`)
 * @csspart wizard - the form
 * @csspart provider - a tile of a mail service
 * @csspart stages - the stages of the check
 */
export class CrewMailWizard extends CrewElement<MailWizardElementModel, Source> {
  static override readonly styles: readonly CssSheet[] = [mailWizardStyles];

  static override get observedAttributes(): readonly string[] {
    return [...super.observedAttributes, "user-id", "account-id", "email"];
  }

  protected override readonly catalogue: Catalogue<Source> = catalogue;

  readonly #attributes = { userId: signal(""), accountId: signal(""), email: signal("") };

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    super.attributeChangedCallback(name, before, value);
    if (name === "user-id") this.#attributes.userId.value = value ?? "";
    if (name === "account-id") this.#attributes.accountId.value = value ?? "";
    if (name === "email") this.#attributes.email.value = value ?? "";
  }

  protected override createModel(env: Env<Source>): MailWizardElementModel {
    return createMailWizardElement(env, this.#attributes);
  }

  protected override view(model: MailWizardElementModel): VNode {
    return <Frame model={model} />;
  }
}

function Frame({ model }: { readonly model: MailWizardElementModel }): VNode {
  useStyles(mailWizardStyles);
  const { t } = useI18n(catalogue);
  const { error, reload } = model.start;
  const account = model.saved.value;
  if (account) {
    return (
      <div class="saved stack">
        <Banner tone="success" title={t("savedTitle", { email: account.email })}>
          {t("savedText")}
        </Banner>
        <Button icon={Plus} onClick={() => model.again()}>
          {t("another")}
        </Button>
      </div>
    );
  }
  if (error.value !== undefined) return <ErrorState error={error.value} onRetry={() => void reload()} />;
  return model.wizard.value ? <MailWizard model={model.wizard.value} /> : <SkeletonRows count={4} />;
}
