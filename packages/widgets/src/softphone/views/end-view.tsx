import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import MicOff from "lucide/dist/esm/icons/mic-off.mjs";
import PhoneMissed from "lucide/dist/esm/icons/phone-missed.mjs";
import Phone from "lucide/dist/esm/icons/phone.mjs";
import TriangleAlert from "lucide/dist/esm/icons/triangle-alert.mjs";
import type { VNode } from "preact";
import { Button, duration, Icon, useI18n } from "../../kit/index.ts";
import type { CallEnd } from "../engine/sip-engine.ts";
import { catalogue } from "../messages/index.ts";
import type { PhoneCall, SoftphoneState } from "../softphone.model.ts";
import { endAdviceKey, endTitleKey } from "./end-text.ts";
import { Person } from "./person.tsx";

interface EndViewProps {
  readonly model: SoftphoneState;
  readonly call: PhoneCall;
  readonly end: CallEnd;
}

/** How a call ended, what to do about it, and the way on. */
export function EndView({ model, call, end }: EndViewProps): VNode {
  const { t } = useI18n(catalogue);
  const advice = endAdviceKey(end);
  const microphone = /media|microphone|insecure/.test(end.cause);
  const talked = call.answeredAt && (end.cause === "hung_up" || end.cause === "remote_hung_up");
  const icon = microphone ? MicOff : talked ? CircleCheck : advice ? TriangleAlert : PhoneMissed;
  return (
    <div class="end">
      <Person call={call} size={40} />
      <div class={advice ? "end-text problem" : "end-text"}>
        <Icon icon={icon} />
        <div>
          <strong>{t(endTitleKey(end, call.direction))}</strong>
          {advice && <p>{t(advice)}</p>}
          {call.answeredAt && <p class="tabular">{t("duration", { duration: duration(model.elapsed.value) })}</p>}
        </div>
      </div>
      <div class="end-actions">
        <Button data-landing onClick={model.dismissEnd}>
          {t("closeEnd")}
        </Button>
        {model.placeCalls.value === "none" || call.remote.number === "" ? undefined : (
          <Button icon={Phone} variant="primary" onClick={() => void model.redial()}>
            {t("callAgain")}
          </Button>
        )}
      </div>
    </div>
  );
}
