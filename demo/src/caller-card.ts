import type { Caller, Client } from "@crewdock/contract";
import type { CrewPhoneCallEndedEvent } from "crewdock";
import { X } from "lucide";
import { avatar, h, icon } from "./dom.ts";
import { openDeals } from "./open-deals.ts";
import { readableNumber } from "./phone-number.ts";
import { settings } from "./settings.ts";
import { talkTime } from "./talk-time.ts";

type EndCause = CrewPhoneCallEndedEvent["detail"]["cause"];

/** Who calls or called. */
export interface CardCall {
  readonly callId: string;
  readonly number: string;
  /** Null for somebody whom the CRM does not know, undefined while that is not known yet. */
  readonly caller: Caller | null | undefined;
  /** Null while the call rings or goes on. */
  readonly ended: { readonly cause: EndCause; readonly answered: boolean; readonly seconds: number } | null;
}

/** The card that the CRM opens beside a call: who it is, what is open with them and, at the end, how it went. */
export function callerCard(client: Client, { number, caller, ended }: CardCall, onClose: () => void): HTMLElement {
  const texts = settings.texts;
  const readable = readableNumber(number);
  const name = caller?.name ?? readable;
  const kind = caller?.kind === "user" ? texts.colleague : caller?.company;
  const below = [kind, caller ? readable : null].filter(Boolean).join(" · ");
  return h(
    "aside",
    { class: "caller-card", "aria-label": texts.callerCard },
    h(
      "header",
      {},
      h("h2", { class: "muted small" }, ended === null ? texts.callerCard : outcome(ended)),
      h("button", { type: "button", class: "icon-button", "aria-label": texts.close, onclick: onClose }, icon(X)),
    ),
    h(
      "div",
      { class: "person-cell" },
      avatar(caller?.id ?? number, name),
      h(
        "span",
        {},
        h("strong", { class: "person-name" }, name),
        below !== "" && h("span", { class: "muted small" }, below),
      ),
    ),
    caller === null && h("p", { class: "muted small" }, texts.unknownCaller),
    caller?.kind === "user" && work(client, caller.id, number),
    caller?.kind === "contact" && openDeals(caller.id),
    caller?.url && h("a", { class: "link", href: caller.url }, texts.openRecord),
  );
}

function outcome({ cause, answered, seconds }: NonNullable<CardCall["ended"]>): string {
  const texts = settings.texts;
  if (answered) return texts.callEnded(talkTime(seconds));
  if (cause === "declined") return texts.callDeclined;
  return cause === "answered_elsewhere" ? texts.callAnsweredElsewhere : texts.callMissed;
}

/** Position and department of a colleague; empty until the phone book answers, and where it does not. */
function work(client: Client, id: string, number: string): HTMLElement {
  const line = h("p", { class: "small caller-work" });
  void fill();
  return line;

  async function fill(): Promise<void> {
    try {
      const { items } = await client.directory.colleagues({ q: number, limit: 20 });
      const colleague = items.find((one) => one.id === id);
      line.textContent = [colleague?.position, colleague?.department].filter(Boolean).join(" · ");
    } catch {
      line.remove(); // who calls is known; where they sit is not worth an alarm
    }
  }
}
