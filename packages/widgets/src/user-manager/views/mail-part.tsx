import Mail from "lucide/dist/esm/icons/mail.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import type { VNode } from "preact";
import { supports } from "@crewdock/contract";
import {
  Badge,
  Banner,
  Button,
  ConfirmDialog,
  errorText,
  FormSection,
  Icon,
  IconButton,
  type Tone,
  useI18n,
  useKit,
} from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import type { MailRow } from "../mail/mail-section.ts";
import { catalogue } from "../messages/index.ts";

const tones: Readonly<Record<MailRow["state"], Tone>> = {
  connected: "success",
  failed: "danger",
  unchecked: "neutral",
  draft: "info",
};

/** Mail accounts: their state, and the wizard to add or change one. */
export function MailPart({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const { mail } = model;
  const rows = mail.rows.value;
  const why = model.rules.refusal("mail");
  const needed = rows.some(({ passwordNeeded }) => passwordNeeded);
  return (
    <FormSection id="mail" title={t("sectionMail")} description={t("mailText")}>
      {rows.length === 0 ? (
        <p class="mail-none">{t("mailNone")}</p>
      ) : (
        <ul class="mail-list" tabIndex={-1} ref={model.form.fields.mail.attach}>
          {rows.map((row) => (
            <MailItem key={row.key} model={model} row={row} />
          ))}
        </ul>
      )}
      {needed ? <Banner tone="warning">{t("mailPasswordAgainHelp")}</Banner> : undefined}
      {why === undefined ? (
        <div>
          <Button icon={Plus} onClick={mail.add}>
            {t("mailAdd")}
          </Button>
        </div>
      ) : (
        <p class="muted user-fixed">
          {t("mailUnavailable")} {why === "not_in_backend" ? undefined : `${t(`reason_${why}`)}.`}
        </p>
      )}
    </FormSection>
  );
}

function MailItem({ model, row }: { readonly model: UserSheetModel; readonly row: MailRow }): VNode {
  const { t } = useI18n(catalogue);
  const { email, state } = row;
  const { capabilities } = model.session;
  const may = (verb: "update" | "remove"): boolean => state === "draft" || supports(capabilities, `mail.${verb}`);
  return (
    <li class="mail-item">
      <Icon icon={Mail} />
      <bdi class="truncate">{email}</bdi>
      <span class="mail-state">
        {row.passwordNeeded ? (
          <Badge tone="warning">{t("mailPasswordAgain")}</Badge>
        ) : (
          <Badge tone={tones[state]} dot={state !== "draft"}>
            {t(`mailState_${state}`)}
          </Badge>
        )}
        {row.active ? undefined : <Badge>{t("mailInactive")}</Badge>}
      </span>
      {may("update") ? (
        <IconButton icon={Pencil} label={t("mailEdit", { email })} onClick={() => model.mail.edit(row.key)} />
      ) : undefined}
      {may("remove") ? (
        <IconButton icon={Trash} label={t("mailRemove", { email })} onClick={() => model.mail.askToRemove(row.key)} />
      ) : undefined}
    </li>
  );
}

/** Asks before a stored mail account goes; it cannot be brought back without its password. */
export function RemoveMailQuestion({ model }: { readonly model: UserSheetModel }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { mail } = model;
  const row = mail.removing.value;
  const error = mail.error.value;
  return (
    <ConfirmDialog
      open={row !== null}
      title={t("mailRemoveTitle", { email: row?.email ?? "" })}
      text={t("mailRemoveText")}
      confirmLabel={kit.t("remove")}
      danger
      loading={mail.busy.value}
      onConfirm={() => void mail.remove()}
      onClose={mail.keep}
    >
      {error === undefined ? undefined : (
        <Banner tone="danger" title={errorText(error, kit).title}>
          {errorText(error, kit).advice}
        </Banner>
      )}
    </ConfirmDialog>
  );
}
