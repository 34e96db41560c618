import PhoneOff from "lucide/dist/esm/icons/phone-off.mjs";
import type { RefObject, VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { EmptyState, ErrorState, SkeletonRows, useEnv, useI18n, useStyles } from "../../kit/index.ts";
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
  const section = useFocusKept(model);
  return (
    <>
      <section ref={section} class={`phone${floating ? " floating" : ""}`} part="phone" aria-label={t("phone")}>
        <StatusBar model={model} foldable={floating} />
        {folded ? undefined : <Body model={model} />}
      </section>
      <IncomingCard model={model} />
    </>
  );
}

/**
 * When the call begins, ends or is put away, what had the focus is gone with its view. People who work by keyboard then
 * go on in the view that took its place; nobody else's focus is touched.
 */
function useFocusKept(model: SoftphoneState): RefObject<HTMLElement | null> {
  const section = useRef<HTMLElement | null>(null);
  const { root } = useEnv();
  const phase = model.call.value?.phase;
  const view = phase === undefined || phase === "incoming" ? "rest" : phase === "ended" ? "end" : "call";
  // Read while the old view still stands.
  const had = root.activeElement !== null;
  useLayoutEffect(() => {
    if (had && root.activeElement === null) section.current?.querySelector<HTMLElement>("[data-landing]")?.focus();
  }, [view]);
  return section;
}

function Body({ model }: { readonly model: SoftphoneState }): VNode {
  const { t } = useI18n(catalogue);
  const connection = model.connection.value;
  const call = model.call.value;
  if (model.session.error.value && !model.session.data.value) {
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
