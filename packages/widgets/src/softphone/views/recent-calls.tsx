import type { CallRecord } from "@crewdock/contract";
import PhoneIncoming from "lucide/dist/esm/icons/phone-incoming.mjs";
import PhoneMissed from "lucide/dist/esm/icons/phone-missed.mjs";
import PhoneOutgoing from "lucide/dist/esm/icons/phone-outgoing.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import type { VNode } from "preact";
import { EmptyState, ErrorState, Icon, SkeletonRows, useI18n } from "../../kit/index.ts";
import { dayName } from "../day-name.ts";
import { catalogue } from "../messages/index.ts";
import { readableNumber } from "../phone-number.ts";
import type { SoftphoneState } from "../softphone.model.ts";

/** The user's own calls, newest first; each is a button that calls again where calls may be placed. */
export function RecentCalls({ model }: { readonly model: SoftphoneState }): VNode | null {
  const { t } = useI18n(catalogue);
  if (!model.canListCalls.value) return null;
  return (
    <section class="recent" aria-labelledby="recent">
      <h2 id="recent">{t("recent")}</h2>
      <List model={model} />
    </section>
  );
}

function List({ model }: { readonly model: SoftphoneState }): VNode {
  const { t } = useI18n(catalogue);
  const { data, error, state, reload } = model.recent;
  const calls = data.value;
  if (calls === undefined) {
    if (state.value === "error") return <ErrorState compact error={error.value} onRetry={() => void reload()} />;
    return <SkeletonRows count={4} />;
  }
  if (calls.length === 0)
    return <EmptyState compact icon={Phone} title={t("noRecentTitle")} text={t("noRecentText")} />;
  return (
    <ul>
      {calls.map((call) => (
        <li key={call.id}>
          <Row model={model} call={call} />
        </li>
      ))}
    </ul>
  );
}

function Row({ model, call }: { readonly model: SoftphoneState; readonly call: CallRecord }): VNode {
  const { t, format, language } = useI18n(catalogue);
  const missed = call.result === "missed";
  const what = t(`result_${call.result === "answered" ? call.direction : call.result}`);
  const number = <bdi class="tabular">{readableNumber(call.number)}</bdi>;
  const icon = missed ? PhoneMissed : call.direction === "incoming" ? PhoneIncoming : PhoneOutgoing;
  const content = (
    <>
      <Icon icon={icon} class={missed ? "direction missed" : "direction"} />
      <span class="who">
        <span class="name truncate" dir="auto">
          {call.name ?? number}
        </span>
        <span class="what truncate">
          <span class={missed ? "missed" : undefined}>{what}</span>
          {call.name && (
            <>
              {" · "}
              {number}
            </>
          )}
        </span>
      </span>
      <time class="when tabular" dateTime={call.startedAt}>
        <span>{dayName(new Date(call.startedAt), new Date(), language)}</span>{" "}
        <span>{format.time(call.startedAt)}</span>
      </time>
    </>
  );
  if (model.placeCalls.value === "none") return <div class="recent-row">{content}</div>;
  return (
    <button type="button" class="recent-row" onClick={() => void model.dial(call.number, { name: call.name ?? "" })}>
      <span class="visually-hidden">{t("call")} </span>
      {content}
      <span class="call-hint">
        <Icon icon={Phone} />
      </span>
    </button>
  );
}
