import type { CallRecord, Client } from "@crewdock/contract";
import { PhoneIncoming, PhoneOutgoing } from "lucide";
import { h, icon } from "./dom.ts";
import { listPage } from "./list-page.ts";
import { readableNumber } from "./phone-number.ts";
import { settings } from "./settings.ts";
import { talkTime } from "./talk-time.ts";
import type { View } from "./view.ts";

/** The calls that the person may see. */
export function callsPage(client: Client): View {
  const texts = settings.texts;
  const when = new Intl.DateTimeFormat(settings.language, { dateStyle: "medium", timeStyle: "short" });
  const element = h(
    "section",
    { class: "page" },
    h("h1", {}, texts.calls),
    listPage<CallRecord>({
      label: texts.calls,
      searchable: true,
      empty: texts.noCalls,
      load: (query, signal) => client.calls.list(query, { signal }),
      columns: [
        {
          title: texts.who,
          cell: (call) =>
            h(
              "span",
              { class: "person-cell" },
              h(
                "span",
                { class: `call-direction ${call.result === "missed" ? "missed" : ""}`, title: texts[call.direction] },
                icon(call.direction === "incoming" ? PhoneIncoming : PhoneOutgoing),
                h("span", { class: "visually-hidden" }, texts[call.direction]),
              ),
              h(
                "span",
                {},
                h("span", { class: "person-name" }, call.name ?? readableNumber(call.number)),
                call.name !== null && h("span", { class: "muted small" }, readableNumber(call.number)),
              ),
            ),
        },
        { title: texts.when, class: "wide", cell: (call) => when.format(new Date(call.startedAt)) },
        { title: texts.duration, class: "wide number-cell", cell: duration },
        {
          title: texts.result,
          cell: (call) => h("span", { class: `badge ${call.result}` }, texts.results[call.result]),
        },
      ],
    }),
  );
  return { element };
}

function duration(call: CallRecord): string {
  if (call.answeredAt === null || call.endedAt === null) return "";
  return talkTime((Date.parse(call.endedAt) - Date.parse(call.answeredAt)) / 1000);
}
