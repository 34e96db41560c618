import type { VNode } from "preact";
import RefreshCw from "lucide/dist/esm/icons/refresh-cw.mjs";
import { Banner, Button, ErrorState, errorText, Select, Switch, useI18n, useKit } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue } from "../messages/index.ts";

/** Last step: where sent mail is read from, and whether mail flows at once. */
export function FolderStep({ model }: { readonly model: MailWizard }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  const { folders, sent } = model.folders.value;
  const { sentFolder, active } = model.form.fields;
  const picked = sent !== null && sentFolder.value.value === sent.path ? sent : null;
  const saveError = model.saveError.value;
  return (
    <div class="wizard-step stack">
      <Banner tone="success" title={t("connected")}>
        {t("connectedText")}
      </Banner>
      <div class="folder-row">
        <Select
          field={sentFolder}
          label={t("sentFolder")}
          help={t("sentFolderHelp")}
          {...(picked === null ? {} : { note: t(picked.by === "special-use" ? "sentBySpecialUse" : "sentByName") })}
          name="sent-folder"
          options={[
            { value: "", label: t("noSentFolder") },
            ...folders.map((folder) => ({ value: folder.path, label: folder.name })),
          ]}
        />
        <Button icon={RefreshCw} loading={model.refreshing.value} onClick={() => void model.refreshFolders()}>
          {t("refreshFolders")}
        </Button>
      </div>
      {model.refreshError.value === undefined ? undefined : (
        <ErrorState compact error={model.refreshError.value} onRetry={() => void model.refreshFolders()} />
      )}
      <Switch field={active} label={t("active")} help={t("activeHelp")} name="active" />
      {saveError === undefined ? undefined : <SaveError error={errorText(saveError, kit)} />}
    </div>
  );
}

function SaveError({ error }: { readonly error: { readonly title: string; readonly advice: string } }): VNode {
  return (
    <Banner tone="danger" title={error.title}>
      {error.advice}
    </Banner>
  );
}
