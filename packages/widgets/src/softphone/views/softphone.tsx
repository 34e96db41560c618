import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import type { VNode } from "preact";
import { EmptyState, ErrorState, SkeletonRows, useI18n, useStyles } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { SoftphoneState } from "../softphone.model.ts";
import { callStyles } from "../call.styles.ts";
import { softphoneStyles } from "../softphone.styles.ts";
import { CallView } from "./call-view.tsx";
import { Dialer } from "./dialer.tsx";
import { EndView } from "./end-view.tsx";
import { IncomingCard } from "./incoming-card.tsx";
import { SoundBlocked } from "./sound-blocked.tsx";
import { StatusBar } from "./status-bar.tsx";

interface SoftphoneProps {
  readonly model: SoftphoneState;
  readonly floating: boolean;
}

/** The panel and, apart from it, the card of a call that rings. */
export function Softphone({ model, floating }: SoftphoneProps): VNode {
  const { t } = useI18n(catalogue);
  useStyles(softphoneStyles, callStyles);
  const folded = floating && model.collapsed.value;
  return (
    <>
      <section class={`phone${floating ? " floating" : ""}`} part="phone" aria-label={t("phone")}>
        <StatusBar model={model} foldable={floating} />
        {folded ? undefined : <Body model={model} />}
      </section>
      <IncomingCard model={model} />
    </>
  );
}

function Body({ model }: { readonly model: SoftphoneState }): VNode {
  const { t } = useI18n(catalogue);
  const connection = model.connection.value;
  const call = model.call.value;
  if (model.session.error.value !== undefined && model.session.data.value === undefined) {
    return <ErrorState compact error={model.session.error.value} onRetry={() => void model.session.reload()} />;
  }
  if (connection.kind === "loading") return <SkeletonRows count={4} />;
  if (connection.kind === "not_configured") {
    const none = connection.reason === "no_sip_account";
    return (
      <EmptyState
        icon={PhoneOff}
        title={t(none ? "noAccountTitle" : "noTelephonyTitle")}
        text={t(none ? "noAccountText" : "noTelephonyText")}
      />
    );
  }
  return (
    <>
      {call?.phase === "incoming" ? undefined : <SoundBlocked model={model} />}
      {call === undefined || call.phase === "incoming" ? (
        <Dialer model={model} />
      ) : call.end === undefined ? (
        <CallView model={model} call={call} />
      ) : (
        <EndView model={model} call={call} end={call.end} />
      )}
    </>
  );
}
