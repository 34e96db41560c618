import { useModel } from "@preact/signals";
import type { VNode } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Button, Dialog, useEnv, useI18n, useKit, useStyles } from "../../../../kit/index.ts";
import type { RoleEditor } from "../../../role-editor.model.ts";
import { CrewRoleCreatedEvent, CrewRoleSavedEvent } from "../../../role-editor.events.ts";
import { overlayStyles } from "../../../styles/overlay.styles.ts";
import { catalogue } from "../messages/index.ts";
import { downloadRoles } from "../model/download.ts";
import { ExchangeModel, type ExchangeOptions } from "../model/exchange.model.ts";
import { exchangeStyles } from "../styles/exchange.styles.ts";
import { FileChoice } from "./file-choice.tsx";
import { Review } from "./review.tsx";
import { Steps } from "./steps.tsx";

export interface ExchangeProps {
  readonly model: RoleEditor;
  readonly task: "export" | "import";
  /** The file is handed out, or the dialog shut. */
  readonly onDone: () => void;
}

/** Hands roles out as a file, or takes them in from one. */
export function ExchangeView(props: ExchangeProps): VNode | null {
  const { ready } = useI18n(catalogue);
  if (!ready) return null;
  return props.task === "export" ? <Export {...props} /> : <Import {...props} />;
}

function Export({ model, onDone }: ExchangeProps): null {
  const env = useEnv();
  const { t } = useI18n(catalogue);
  useEffect(() => {
    const roles = model.content.value?.roles ?? [];
    downloadRoles(roles, model.now());
    env.toast({ text: t("exported", { count: roles.length }), tone: "success" });
    onDone();
  }, []);
  return null;
}

function Import({ model, onDone }: ExchangeProps): VNode {
  useStyles(overlayStyles, exchangeStyles);
  const env = useEnv();
  const kit = useKit();
  const { t } = useI18n(catalogue);
  const exchange = useModel(() => {
    const source = sourceOf(model);
    const onStored = (id: string, created: boolean): void => {
      env.emit(created ? new CrewRoleCreatedEvent(id) : new CrewRoleSavedEvent(id));
    };
    return new ExchangeModel({ model, source, onStored });
  });
  const steps = exchange.steps.value;
  const saving = exchange.saving.value;
  const stored = steps.filter(({ progress }) => progress.state === "stored").length;
  const finished = steps.length > 0 && stored === steps.length && !saving;
  const client = model.client.value;
  const [first] = useState(client);
  useEffect(() => {
    if (finished) env.toast({ text: t("done", { count: stored }), tone: "success" });
    // With another backend the plan is of roles that it does not have.
    if (finished || client !== first) onDone();
  }, [finished, client]);
  const showSteps = steps.length > 0 && !exchange.interrupted.value;
  const undecided = exchange.undecided.value;
  const count = exchange.count.value;
  const close = (): void => {
    if (!saving) onDone();
  };
  return (
    <Dialog
      open
      title={t("title")}
      width={720}
      onClose={close}
      footer={
        <>
          {undecided > 0 && !showSteps ? (
            <span class="import-undecided tabular" role="status">
              {t("undecided", { count: undecided })}
            </span>
          ) : undefined}
          <Button disabled={saving} onClick={close}>
            {kit.t(stored > 0 ? "close" : "cancel")}
          </Button>
          {exchange.file.value === null ? undefined : (
            <Button
              variant="primary"
              loading={saving}
              disabled={!showSteps && (count === 0 || undecided > 0)}
              onClick={() => void exchange.save()}
            >
              {showSteps ? t("goOn") : t("saveCount", { count })}
            </Button>
          )}
        </>
      }
    >
      {exchange.file.value === null ? (
        <FileChoice exchange={exchange} />
      ) : showSteps ? (
        <Steps model={model} exchange={exchange} />
      ) : (
        <Review model={model} exchange={exchange} />
      )}
    </Dialog>
  );
}

/** What the editor has loaded, as sections have it. */
function sourceOf(model: RoleEditor): ExchangeOptions["source"] {
  const { data, now, peopleChanged } = model;
  const [client, session] = [model.client.peek(), data.data.peek()?.session];
  if (client === null || session === undefined) throw new Error("Not loaded");
  return {
    client,
    get session() {
      return data.data.value?.session ?? session;
    },
    now,
    peopleChanged,
  };
}
