import ChevronDown from "lucide/dist/esm/icons/chevron-down.mjs";
import CircleCheck from "lucide/dist/esm/icons/circle-check.mjs";
import Loader from "lucide/dist/esm/icons/loader.mjs";
import PhoneCall from "lucide/dist/esm/icons/phone-call.mjs";
import PhoneIncoming from "lucide/dist/esm/icons/phone-incoming.mjs";
import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import TriangleAlert from "lucide/dist/esm/icons/triangle-alert.mjs";
import WifiOff from "lucide/dist/esm/icons/wifi-off.mjs";
import type { VNode } from "preact";
import { Button, Icon, IconButton, type IconNode, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { SoftphoneState } from "../softphone.model.ts";

type Tone = "success" | "accent" | "warning" | "danger" | "neutral";

interface Status {
  readonly tone: Tone;
  readonly icon: IconNode;
  readonly title: string;
  readonly detail?: string | undefined;
  /** Something is under way or can be tried by hand. */
  /** Whether one can try again now, or that is just being done; the button keeps its place meanwhile. */
  readonly retry?: "now" | "trying";
}

/** Says at any time whether calls come through: words, colour and icon. */
export function StatusBar({ model, foldable }: { readonly model: SoftphoneState; readonly foldable: boolean }): VNode {
  const { t } = useI18n(catalogue);
  const { tone, icon, title, detail, retry } = useStatus(model);
  return (
    <header class={`status ${tone}`} part="status">
      <div class="status-line">
        <Icon icon={icon} class="status-icon" />
        <span class="status-title">{title}</span>
        <span class="status-own tabular">{ownNumber(model)}</span>
        {foldable ? (
          <IconButton
            icon={ChevronDown}
            size="small"
            class={model.collapsed.value ? "fold folded" : "fold"}
            label={t(model.collapsed.value ? "expand" : "collapse")}
            aria-expanded={model.collapsed.value ? "false" : "true"}
            onClick={() => (model.collapsed.value = !model.collapsed.value)}
          />
        ) : undefined}
      </div>
      {detail && <p class="status-detail">{detail}</p>}
      {retry ? (
        <Button size="small" loading={retry === "trying"} onClick={() => model.retryConnection()}>
          {t("tryNow")}
        </Button>
      ) : undefined}
    </header>
  );
}

function useStatus(model: SoftphoneState): Status {
  const { t, format } = useI18n(catalogue);
  const state = model.connection.value;
  const call = model.call.value;
  switch (state.kind) {
    case "registered":
      if (call?.phase === "incoming") return { tone: "accent", icon: PhoneIncoming, title: t("state_ringing") };
      if (call && call.phase !== "ended")
        return {
          tone: "success",
          icon: PhoneCall,
          title: t(call.phase === "active" ? "state_in_call" : `phase_${call.phase}`),
        };
      return { tone: "success", icon: CircleCheck, title: t("state_registered") };
    case "reconnecting": {
      const waits = state.nextAttemptAt;
      const seconds = waits === undefined ? 0 : Math.max(1, Math.ceil((waits - model.now.value) / 1000));
      const next = waits === undefined ? t("tryingNow") : t("tryingAgainIn", { seconds });
      return {
        tone: "warning",
        icon: WifiOff,
        title: t("offlineSince", { time: format.time(state.since) }),
        detail: `${t(`problem_${state.problem}`)} ${next}`,
        retry: waits === undefined || seconds <= 1 ? "trying" : "now",
      };
    }
    case "refused":
      return {
        tone: "danger",
        icon: TriangleAlert,
        title: t("state_refused"),
        detail: t(`refused_${state.reason}`),
        retry: "now",
      };
    case "broken":
      return { tone: "danger", icon: TriangleAlert, title: t("state_broken"), detail: t("brokenText"), retry: "now" };
    case "not_configured":
      return { tone: "neutral", icon: PhoneOff, title: t("state_not_configured") };
    case "offline":
      return { tone: "neutral", icon: PhoneOff, title: t("state_offline") };
    case "loading":
      if (model.session.error.value) return { tone: "warning", icon: WifiOff, title: t("state_offline") };
      return { tone: "neutral", icon: Loader, title: t("state_loading") };
    case "connecting":
      return { tone: "neutral", icon: Loader, title: t("state_connecting") };
  }
}

/** The user's own extension: what others dial. */
function ownNumber(model: SoftphoneState): string {
  const state = model.connection.value;
  return state.kind === "registered" ? (/^sips?:([^@]+)@/.exec(state.aor)?.[1] ?? "") : "";
}
