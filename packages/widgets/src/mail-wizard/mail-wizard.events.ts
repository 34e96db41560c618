import type { MailAccount } from "@crewdock/contract";
import { CrewEvent } from "../kit/index.ts";

/** A mail account was made or changed; it works from now on. */
export class CrewMailAccountSavedEvent extends CrewEvent {
  readonly account: MailAccount;

  constructor(account: MailAccount) {
    super("crew-mail-account-saved");
    this.account = account;
  }
}

declare global {
  interface HTMLElementEventMap {
    "crew-mail-account-saved": CrewMailAccountSavedEvent;
  }
}
