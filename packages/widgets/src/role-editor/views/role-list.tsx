import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import Plus from "lucide/dist/esm/icons/plus.mjs";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { Blank, IconButton, lazy, Menu, Select, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import type { ExchangeProps } from "../sections/exchange/views/exchange.view.tsx";

/** To files and from them. */
const exchange = lazy<ExchangeProps>(() => import("./parts.ts").then(({ loadExchange }) => loadExchange()), Blank);

/** All roles with how many people have each: a list when there is room, a select when there is not. */
export function RoleList({ model }: { readonly model: RoleEditor }): VNode {
  const { t } = useI18n(catalogue);
  const roles = model.content.value?.roles ?? [];
  const open = model.editing.role.value;
  const unsaved = model.editing.draft.dirty.value;
  const { create } = model.offered.value;
  const [task, setTask] = useState<ExchangeProps["task"] | null>(null);
  return (
    <nav class="roles" part="role-list" aria-label={t("roles")}>
      <div class="roles-head">
        <h2>{t("roles")}</h2>
        <Files model={model} onTask={setTask} />
        {create ? <IconButton icon={Plus} label={t("newRole")} onClick={() => model.create()} /> : undefined}
      </div>
      <ul class="roles-list">
        {roles.map((role) => (
          <li key={role.id}>
            <button
              type="button"
              class="role-item"
              part="role"
              aria-current={role.id === open?.id ? "true" : undefined}
              onClick={() => model.open(role.id)}
            >
              <span class="role-item-name truncate" dir="auto">
                {role.name}
              </span>
              {role.id === open?.id && unsaved ? <span class="unsaved-dot" aria-hidden="true" /> : undefined}
              <span class="role-item-count muted tabular" title={role.userCount === 0 ? undefined : t("peopleHint")}>
                {role.userCount === 0 ? t("nobody") : t("people", { count: role.userCount })}
              </span>
            </button>
          </li>
        ))}
      </ul>
      <div class="roles-select">
        <Select
          label={t("role")}
          hideLabel
          value={open?.id ?? ""}
          options={roles.map((role) => ({
            value: role.id,
            label: `${role.name} · ${role.userCount === 0 ? t("nobody") : t("people", { count: role.userCount })}`,
          }))}
          onInput={(id) => model.open(id)}
        />
        <Files model={model} onTask={setTask} />
        {create ? (
          <IconButton icon={Plus} variant="secondary" label={t("newRole")} onClick={() => model.create()} />
        ) : undefined}
      </div>
      {task === null ? undefined : <exchange.View model={model} task={task} onDone={() => setTask(null)} />}
    </nav>
  );
}

interface FilesProps {
  readonly model: RoleEditor;
  readonly onTask: (task: ExchangeProps["task"]) => void;
}

function Files({ model, onTask }: FilesProps): VNode {
  const { t } = useI18n(catalogue);
  const label = useKit().t("moreActions");
  const imports = model.offered.value.readOnly === null;
  return (
    <Menu
      label={label}
      trigger={(props) => <IconButton {...props} icon={Ellipsis} label={label} noTooltip />}
      items={[
        { label: t("exportRoles"), onSelect: () => onTask("export") },
        ...(imports ? [{ label: t("importRoles"), onSelect: () => model.editing.leave(() => onTask("import")) }] : []),
      ]}
    />
  );
}
