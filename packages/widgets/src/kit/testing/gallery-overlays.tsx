import Mail from "lucide/dist/esm/icons/mail.mjs";
import type { VNode } from "preact";
import {
  Avatar,
  Button,
  Combobox,
  ConfirmDialog,
  EmptyState,
  FormSection,
  FormSummary,
  SectionNav,
  Sheet,
  Switch,
  TextField,
} from "../index.ts";
import { type GalleryProps, options } from "./gallery.model.ts";

/** What opens over the page. */
export function GalleryOverlays({ model, env }: GalleryProps): VNode {
  const { form } = model;
  const { kit } = env;
  return (
    <>
      <Sheet
        open={model.sheet.value}
        title="Anna Kowalska"
        subtitle="Head of sales"
        lead={<Avatar name="Anna Kowalska" id="1" size={32} />}
        unsaved={form.dirty.value}
        onClose={() => (model.sheet.value = false)}
        nav={
          <SectionNav
            sections={[
              { id: "person", label: "Person", changed: true },
              { id: "access", label: "Access", invalid: true },
              { id: "mail", label: "Mail" },
            ]}
          />
        }
        footer={
          <>
            <span class="muted">{kit.t("unsavedCount", { count: form.changes.value.length })}</span>
            <Button onClick={() => (model.sheet.value = false)}>{kit.t("cancel")}</Button>
            <Button variant="primary" onClick={() => form.validate()}>
              {kit.t("save")}
            </Button>
          </>
        }
      >
        <FormSummary form={form} />
        <FormSection id="person" title="Person" description="Name and address">
          <TextField field={form.fields.email} label="E-mail" required help="Also the login" />
          <Combobox field={form.fields.position} label="Position" required options={options} placeholder="Choose" />
        </FormSection>
        <FormSection id="access" title="Access">
          <Switch field={form.fields.phone} label="Telephony" />
        </FormSection>
        <FormSection id="mail" title="Mail">
          <EmptyState icon={Mail} title="No mail account yet" compact />
        </FormSection>
      </Sheet>
      <ConfirmDialog
        open={model.confirm.value}
        title="Delete Anna Kowalska?"
        text="12 deals and 40 contacts go to Mary O’Neill."
        confirmLabel="Delete user"
        danger
        onConfirm={() => (model.confirm.value = false)}
        onClose={() => (model.confirm.value = false)}
      />
    </>
  );
}
