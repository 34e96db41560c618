import ExternalLink from "lucide/dist/esm/icons/external-link.mjs";
import User from "lucide/dist/esm/icons/user.mjs";
import type { VNode } from "preact";
import { Avatar, Icon, useEnv, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import { readableNumber } from "../phone-number.ts";
import { CrewPhoneOpenRecordEvent } from "../softphone.events.ts";
import type { PhoneCall } from "../softphone.model.ts";

/** Who is at the other end: name, company, number, and the way to the record. */
export function Person({ call, size }: { readonly call: PhoneCall; readonly size: 40 | 64 }): VNode {
  const { t } = useI18n(catalogue);
  const { number } = call.remote;
  const name = call.name === "" ? readableNumber(number) : call.name;
  return (
    <div class={size === 64 ? "person large" : "person"}>
      {call.name === "" ? (
        <span class="stranger">
          <Icon icon={User} size={size / 2} />
        </span>
      ) : (
        <Avatar name={call.name} id={call.caller?.id ?? number} size={size} />
      )}
      <div class="person-text">
        <strong class="person-name" dir="auto">
          {name === "" ? t("unknownCaller") : name}
        </strong>
        {call.caller?.company ? (
          <span class="person-company truncate" dir="auto">
            {call.caller.company}
          </span>
        ) : undefined}
        {call.name === "" ? undefined : <bdi class="person-number tabular">{readableNumber(number)}</bdi>}
        <RecordLink call={call} />
      </div>
    </div>
  );
}

function RecordLink({ call }: { readonly call: PhoneCall }): VNode | null {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  const { caller } = call;
  if (caller === undefined || caller.kind !== "contact") return null;
  const address = followable(caller.url);
  const open = (event: MouseEvent): void => {
    if (!env.emit(new CrewPhoneOpenRecordEvent(call.id, caller))) event.preventDefault();
  };
  const content = (
    <>
      {t("openRecord")}
      <Icon icon={ExternalLink} size={14} />
    </>
  );
  return address === undefined ? (
    <button type="button" class="record-link" onClick={open}>
      {content}
    </button>
  ) : (
    <a class="record-link" href={address} onClick={open}>
      {content}
    </a>
  );
}

/** Only addresses of pages: what a backend sends must not become a script. */
function followable(url: string | null): string | undefined {
  if (url === null) return undefined;
  const parsed = URL.parse(url, document.baseURI);
  return parsed?.protocol === "https:" || parsed?.protocol === "http:" ? url : undefined;
}
