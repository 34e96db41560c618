import PhoneCall from "lucide/dist/esm/icons/phone-call.mjs";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import { type SipCheckReport, type SipCheckStageName, supports } from "@crewdock/contract";
import {
  Banner,
  Button,
  elapsed,
  errorText,
  relative,
  type Stage,
  StageList,
  useI18n,
  useKit,
} from "../../kit/index.ts";
import type { UserSheetModel } from "../form/user-sheet.model.ts";
import { catalogue } from "../messages/index.ts";
import type { SipCheckState } from "../sip/sip-section.ts";

const order: readonly SipCheckStageName[] = ["name", "connection", "encryption", "login"];

/** Registers the account for real, and says in words what came of it. */
export function SipCheck({ model }: { readonly model: UserSheetModel }): VNode | null {
  const { t } = useI18n(catalogue);
  const { sip } = model;
  const check = sip.check.value;
  const running = check.state === "running";
  const box = useRef<HTMLDivElement | null>(null);
  useLayoutEffect(() => {
    if (check.state !== "idle") box.current?.scrollIntoView({ block: "nearest" });
  }, [check.state]);
  if (!supports(model.session.capabilities, "telephony.checkSipAccount")) return null;
  return (
    <div class="sip-check" part="sip-check" ref={box}>
      <div class="sip-check-head">
        <Button icon={PhoneCall} loading={running} onClick={() => void sip.runCheck()}>
          {t(check.state === "idle" || running ? "sipCheck" : "sipCheckAgain")}
        </Button>
        {check.state === "idle" ? <LastCheck model={model} /> : undefined}
        {running ? <span class="muted">{t("sipChecking")}</span> : undefined}
      </div>
      {check.state === "done" ? <Report model={model} report={check.report} /> : undefined}
      {check.state === "failed" ? <CouldNotCheck error={check.error} /> : undefined}
      {check.state === "idle" || check.state === "failed" ? undefined : (
        <StageList label={t("sipCheckLabel")} stages={stagesOf(check, (stage) => t(`sipStage_${stage}`))} />
      )}
    </div>
  );
}

function stagesOf(
  check: Extract<SipCheckState, { state: "running" | "done" }>,
  label: (stage: SipCheckStageName) => string,
): readonly Stage[] {
  return order.map((stage, index) => {
    if (check.state === "running")
      return { id: stage, label: label(stage), state: index === 0 ? "running" : "waiting" };
    const told = check.report.stages.find((each) => each.stage === stage);
    return {
      id: stage,
      label: label(stage),
      state: told?.state ?? "skipped",
      milliseconds: told === undefined || told.state === "skipped" ? undefined : told.ms,
    };
  });
}

function LastCheck({ model }: { readonly model: UserSheetModel }): VNode {
  const { t, format } = useI18n(catalogue);
  const { sipId } = model.form.values.value;
  const account = model.sip.accounts.value.find(({ id }) => id === sipId);
  const at = model.sip.passwordStored.value ? (account?.checkedAt ?? null) : null;
  return (
    <span class="muted">{at === null ? t("sipNotChecked") : t("sipLastChecked", { when: relative(format, at) })}</span>
  );
}

function Report({ model, report }: { readonly model: UserSheetModel; readonly report: SipCheckReport }): VNode {
  const { t, format } = useI18n(catalogue);
  const { sipLogin, sipDomain } = model.form.values.value;
  const { failure } = report;
  if (failure === null) {
    return (
      <Banner tone="success" title={t("sipCheckOk")}>
        {t("sipCheckOkText", { login: sipLogin, domain: sipDomain, time: elapsed(format, report.ms) })}
      </Banner>
    );
  }
  const say = t as (key: string) => string;
  const title = say(`sip_${failure.code}`) || t("sip_server_error");
  const advice = say(`sip_${failure.code}_advice`) || t("sip_server_error_advice");
  return (
    <Banner tone="danger" title={title}>
      {advice}
      {failure.status === null ? undefined : <> {t("sipStatus", { status: String(failure.status) })}</>}
    </Banner>
  );
}

function CouldNotCheck({ error }: { readonly error: unknown }): VNode {
  const kit = useKit();
  const { title, advice } = errorText(error, kit);
  return (
    <Banner tone="danger" title={title}>
      {advice}
    </Banner>
  );
}
