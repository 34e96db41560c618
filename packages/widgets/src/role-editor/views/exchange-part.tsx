import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import type { VNode } from "preact";
import { ErrorState, IconButton, lazy, Menu, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import type { ExchangeProps } from "../sections/exchange/views/exchange.view.tsx";

export type ExchangeTask = ExchangeProps["task"];

const exchange = lazy<ExchangeProps>(
  () => import("../sections/exchange/index.ts").then(({ ExchangeView }) => ExchangeView),
  ({ error, retry }) =>
    error === undefined ? <div aria-busy="true" /> : <ErrorState compact error={error} onRetry={retry} />,
);

export interface ExchangePartProps {
  readonly model: RoleEditor;
  /** What is under way; without it this is the menu that starts something. */
  readonly task?: ExchangeTask | undefined;
  readonly onTask: (task: ExchangeTask | null) => void;
}

/** Roles to a file and from one: the menu, or the task that was chosen of it. */
export function ExchangePart({ model, task, onTask }: ExchangePartProps): VNode {
  const { t } = useI18n(catalogue);
  const more = useKit().t("moreActions");
  if (task !== undefined) return <exchange.View model={model} task={task} onDone={() => onTask(null)} />;
  const imports = model.offered.value.readOnly === null;
  return (
    <Menu
      label={more}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} label={more} noTooltip />}
      items={[
        { label: t("exportRoles"), onSelect: () => onTask("export") },
        ...(imports ? [{ label: t("importRoles"), onSelect: () => model.editing.leave(() => onTask("import")) }] : []),
      ]}
    />
  );
}
