import type { CrewMailWizard } from "crewdock";
import { h } from "./dom.ts";
import { settings } from "./settings.ts";
import type { View } from "./view.ts";

/** The mail wizard for the person's own mailbox. */
export function mailPage(userId: string): View {
  const wizard = document.createElement("crew-mail-wizard") as CrewMailWizard;
  wizard.setAttribute("user-id", userId);
  const heading = h("h1", {});
  const intro = h("p", { class: "muted" });
  const note = h("p", { class: "saved-note", role: "status" });
  let saved: string | null = null;

  function retext(): void {
    const texts = settings.texts;
    heading.textContent = texts.mail;
    intro.textContent = texts.mailIntro;
    note.textContent = saved === null ? "" : texts.mailSaved(saved);
  }

  wizard.addEventListener("crew-mail-account-saved", (event) => {
    saved = event.account.email;
    retext();
  });
  retext();
  const element = h(
    "section",
    { class: "page narrow" },
    h("header", { class: "page-head" }, heading, intro),
    note,
    h("div", { class: "panel" }, wizard),
  );
  return { element, retext };
}
