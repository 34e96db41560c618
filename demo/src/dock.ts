import type { Client } from "@crewdock/contract";
import { ChevronDown, Phone } from "lucide";
import type { CrewSoftphone } from "crewdock";
import { callerCard, type CardCall } from "./caller-card.ts";
import { h, icon } from "./dom.ts";
import { settings } from "./settings.ts";

/** The phone at the right edge; on narrow screens a panel behind a round button. */
export interface Dock {
  readonly panel: HTMLElement;
  readonly toggle: HTMLElement;
  /** Dials a `tel:` link and shows the phone. */
  readonly dial: (link: HTMLAnchorElement) => void;
  /** Says everything in the present language; a call goes on. */
  readonly retext: () => void;
}

export function dock(client: Client): Dock {
  const phone = document.createElement("crew-softphone") as CrewSoftphone;
  const cards = h("div", { class: "cards" });
  const close = h(
    "button",
    { type: "button", class: "icon-button dock-close", onclick: () => show(false) },
    icon(ChevronDown),
  );
  const panel = h("aside", { class: "dock", id: "dock" }, close, cards, phone);
  const toggle = h(
    "button",
    { type: "button", class: "phone-toggle", "aria-controls": panel.id, onclick: () => show(!isOpen()) },
    icon(Phone),
  );
  let talking = false;
  let card: CardCall | null = null;
  let answered: string | null = null;

  const isOpen = (): boolean => panel.classList.contains("open");

  function show(open: boolean): void {
    const hadFocus = document.activeElement === toggle || panel.contains(document.activeElement);
    panel.classList.toggle("open", open);
    retext();
    // the button that was pressed may be hidden now
    if (hadFocus) (open ? close : toggle).focus();
  }

  function retext(): void {
    const texts = settings.texts;
    panel.setAttribute("aria-label", texts.phonePanel);
    toggle.setAttribute("aria-expanded", String(isOpen()));
    toggle.setAttribute("aria-label", isOpen() ? texts.closePhone : talking ? texts.openPhoneInCall : texts.openPhone);
    toggle.classList.toggle("talking", talking);
    close.setAttribute("aria-label", texts.closePhone);
    drawCard();
  }

  function drawCard(): void {
    cards.replaceChildren(...(card ? [callerCard(client, card, () => setCard(null))] : []));
  }

  function setCard(next: CardCall | null): void {
    card = next;
    drawCard();
  }

  /** The phone does not wait long for the directory before it tells of a call; the card does. */
  async function nameCaller(callId: string, number: string): Promise<void> {
    const found = await client.directory.lookup({ number }).catch(() => null); // the phone has said that nobody answers
    if (card?.callId === callId) setCard({ ...card, caller: found?.caller ?? null });
  }

  /** A card tells of a call that is over until there is another. */
  function dropEnded(): void {
    if (card?.ended) setCard(null);
  }

  function setTalking(value: boolean): void {
    talking = value;
    retext();
  }

  phone.addEventListener("crew-phone-incoming", ({ detail: { callId, number, caller } }) => {
    setCard({ callId, number, caller: caller ?? undefined, ended: null });
    if (caller === null) void nameCaller(callId, number);
  });
  phone.addEventListener("crew-phone-call-started", ({ detail: { callId } }) => {
    answered = callId;
    dropEnded();
    setTalking(true);
    show(true);
  });
  phone.addEventListener("crew-phone-call-ended", ({ detail: { callId, cause, seconds } }) => {
    setTalking(false);
    if (card?.callId === callId) setCard({ ...card, ended: { cause, seconds, answered: answered === callId } });
  });
  retext();

  return {
    panel,
    toggle,
    retext,
    dial(link) {
      dropEnded();
      show(true);
      void phone.dial(link.href, { name: link.dataset["name"] ?? "" });
    },
  };
}
