import type { CallRecord } from "@crewdock/contract";
import PhoneIncoming from "lucide/dist/esm/icons/phone-incoming.mjs";
import PhoneMissed from "lucide/dist/esm/icons/phone-missed.mjs";
import PhoneOutgoing from "lucide/dist/esm/icons/phone-outgoing.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import type { VNode } from "preact";
import { EmptyState, ErrorState, type Format, Icon, SkeletonRows, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { SoftphoneState } from "../softphone.model.ts";

/** The user's own calls, newest first; each is a button that calls again where calls may be placed. */
export function RecentCalls({ model }: { readonly model: SoftphoneState }): VNode | null {
  const { t } = useI18n(catalogue);
  if (!model.canListCalls.value) return null;
  return (
    <section class="recent" aria-labelledby="recent">
      <h3 id="recent">{t("recent")}</h3>
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
  const { t, format } = useI18n(catalogue);
  const missed = call.result === "missed";
  const what = t(`result_${call.result === "answered" ? call.direction : call.result}`);
  const when = whenOf(format, call.startedAt);
  const name = call.name ?? call.number;
  const icon = missed ? PhoneMissed : call.direction === "incoming" ? PhoneIncoming : PhoneOutgoing;
  const content = (
    <>
      <Icon icon={icon} class={missed ? "direction missed" : "direction"} />
      <span class="who">
        <span class="name truncate" dir="auto">
          {name}
        </span>
        <span class="what truncate">
          <span class={missed ? "missed" : undefined}>{what}</span>
          {call.name === null ? undefined : (
            <>
              {" · "}
              <bdi class="tabular">{call.number}</bdi>
            </>
          )}
        </span>
      </span>
      <time class="when tabular" dateTime={call.startedAt}>
        {when}
      </time>
    </>
  );
  if (model.placeCalls.value === "none") return <div class="recent-row">{content}</div>;
  return (
    <button
      type="button"
      class="recent-row"
      onClick={() => void model.dial(call.number, call.name === null ? {} : { name: call.name })}
    >
      <span class="visually-hidden">{t("call")} </span>
      {content}
      <span class="call-hint">
        <Icon icon={Phone} />
      </span>
    </button>
  );
}

/** The time today, the date before. */
function whenOf(format: Format, iso: string): string {
  const then = new Date(iso);
  return then.toDateString() === new Date().toDateString() ? format.time(then) : format.date(then, "short");
}
