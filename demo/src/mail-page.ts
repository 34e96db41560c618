import { type Client, isCrewError } from "@crewdock/contract";
import type { CrewMailWizard } from "crewdock";
import { Mail } from "lucide";
import { h, icon } from "./dom.ts";
import { settings } from "./settings.ts";
import type { View } from "./view.ts";

/** The person's own mailboxes, and the wizard for one more. */
export function mailPage(userId: string, client: Client): View {
  const wizard = document.createElement("crew-mail-wizard") as CrewMailWizard;
  wizard.setAttribute("user-id", userId);
  const heading = h("h1", {});
  const intro = h("p", { class: "muted" });
  const note = h("p", { class: "saved-note", role: "status" });
  const connected = h("ul", { class: "mailboxes" });
  let saved: string | null = null;

  function retext(): void {
    const texts = settings.texts;
    heading.textContent = texts.mail;
    intro.textContent = texts.mailIntro;
    note.textContent = saved === null ? "" : texts.mailSaved(saved);
  }

  /** Whoever cannot be told sees the wizard alone: it says what is wrong. */
  async function list(): Promise<void> {
    try {
      const { items } = await client.mail.list({ userId });
      connected.replaceChildren(...items.map(({ email }) => h("li", {}, icon(Mail), email)));
    } catch (error) {
      if (!isCrewError(error)) throw error;
      connected.replaceChildren();
    }
  }

  wizard.addEventListener("crew-mail-account-saved", (event) => {
    saved = event.account.email;
    retext();
    void list();
  });
  retext();
  void list();
  const element = h(
    "section",
    { class: "page narrow" },
    h("header", { class: "page-head" }, heading, intro),
    note,
    connected,
    h("div", { class: "panel" }, wizard),
  );
  return { element, retext };
}
