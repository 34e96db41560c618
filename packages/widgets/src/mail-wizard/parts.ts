/** What another widget of the SDK needs to show the wizard inside its own shadow root: no element, no adapter. */
export {
  createMailWizardModel,
  type MailWizard as MailWizardState,
  type MailWizardOptions,
} from "./mail-wizard.model.ts";
export { catalogue as mailWizardCatalogue, type Source as MailWizardSource } from "./messages/index.ts";
export { MailWizard, type MailWizardProps } from "./views/mail-wizard.tsx";
