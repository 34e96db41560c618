import type { VNode } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { MailCheckReport, MailFailure, MailFix, MailProtocol } from "@crewdock/contract";
import { Banner, Button, ErrorState, type I18n, StageList, useI18n } from "../../kit/index.ts";
import type { MailWizard } from "../mail-wizard.model.ts";
import { catalogue, type Source } from "../messages/index.ts";
import { failureText } from "../model/failure-text.ts";
import { Outside } from "./provider-help.tsx";

/** Third step: both directions side by side as they are tried, then what is wrong and how to mend it. */
export function CheckStep({ model }: { readonly model: MailWizard }): VNode {
  const { t } = useI18n(catalogue);
  const { state, report, error, slow } = model.run;
  return (
    <div class="wizard-step stack">
      <div class="check-sides" data-state={state.value}>
        <Protocol model={model} protocol="imap" />
        <Protocol model={model} protocol="smtp" />
      </div>
      {slow.value ? <Banner tone="warning">{t("slowLogin")}</Banner> : undefined}
      {state.value === "error" ? (
        <ErrorState compact error={error.value} onRetry={() => void model.check()} />
      ) : undefined}
      {state.value === "done" && report.value ? <Failures model={model} report={report.value} /> : undefined}
    </div>
  );
}

/** One notice where both directions fail for the same reason: a wrong password is one mistake, not two. */
function Failures({ model, report }: { readonly model: MailWizard; readonly report: MailCheckReport }): VNode {
  const notices = useRef<HTMLDivElement>(null);
  // The stages can fill a small window; what went wrong and how to mend it must not lie below it.
  useEffect(() => notices.current?.scrollIntoView({ block: "nearest" }), []);
  const incoming = report.imap.failure;
  const outgoing = report.smtp.failure?.code === incoming?.code ? null : report.smtp.failure;
  return (
    <div class="failures" ref={notices}>
      {incoming === null ? undefined : <Failure model={model} protocol="imap" failure={incoming} />}
      {outgoing === null ? undefined : <Failure model={model} protocol="smtp" failure={outgoing} />}
    </div>
  );
}

function Protocol({ model, protocol }: { readonly model: MailWizard; readonly protocol: MailProtocol }): VNode {
  const { t } = useI18n(catalogue);
  const title = t(protocol === "imap" ? "incoming" : "outgoing");
  return (
    <section class="check-side">
      <h3>{title}</h3>
      <StageList
        label={title}
        stages={model.run.stages.value[protocol].map(({ stage, state, ms }) => ({
          id: stage,
          label: t(`stage_${stage}`),
          state,
          milliseconds: ms,
        }))}
      />
    </section>
  );
}

function Failure({
  model,
  protocol,
  failure,
}: {
  readonly model: MailWizard;
  readonly protocol: MailProtocol;
  readonly failure: MailFailure;
}): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const settings = model.settings.value;
  const { title, advice } = failureText(i18n, failure, protocol, settings);
  const { fix, link, serverText } = failure;
  return (
    <Banner tone="danger" title={title}>
      <p>{advice}</p>
      <div class="failure-actions">
        {fix === null ? undefined : (
          <Button variant="primary" size="small" onClick={() => void model.applyFix(fix)}>
            {fixLabel(i18n, fix, settings[fix.protocol].port)}
          </Button>
        )}
        <Button size="small" onClick={() => model.back("login")}>
          {t(failure.stage === "login" ? "changePassword" : "changeServers")}
        </Button>
        {link === null ? undefined : (
          <Outside url={link} text={t("openProvider", { host: URL.parse(link)?.host ?? "" })} />
        )}
      </div>
      <details class="technical">
        <summary>{t("details")}</summary>
        <code>
          {protocol.toUpperCase()} {settings[protocol].host}:{settings[protocol].port} · {failure.stage} ·{" "}
          {failure.code}
        </code>
        {serverText === null ? undefined : (
          <p>
            {t("serverSaid")} <code>{serverText}</code>
          </p>
        )}
      </details>
    </Banner>
  );
}

/** The button that mends a failure says what it will do. */
function fixLabel({ t }: I18n<Source>, fix: MailFix, presentPort: number): string {
  if (fix.security !== undefined || fix.port !== undefined)
    return t(`fix_security_${fix.security ?? "none"}`, { port: String(fix.port ?? presentPort) });
  if (fix.host !== undefined) return t("fix_host", { host: fix.host });
  return t("fix_username", { username: fix.username ?? "" });
}
