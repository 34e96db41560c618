export { CrewMailWizard } from "./mail-wizard.element.tsx";
export { CrewMailAccountSavedEvent } from "./mail-wizard.events.ts";
export {
  createMailWizardModel,
  type MailWizard as MailWizardState,
  type MailWizardOptions,
} from "./mail-wizard.model.ts";
export { MailWizard, type MailWizardProps } from "./views/mail-wizard.tsx";
