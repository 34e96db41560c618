import Copy from "lucide/dist/esm/icons/copy.mjs";
import Ellipsis from "lucide/dist/esm/icons/ellipsis.mjs";
import Pencil from "lucide/dist/esm/icons/pencil.mjs";
import Trash from "lucide/dist/esm/icons/trash.mjs";
import type { Role } from "@crewdock/contract";
import type { VNode } from "preact";
import { ConnectionNote, IconButton, Menu, type MenuItem, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { RoleEditor } from "../role-editor.model.ts";
import { listSome } from "./say.ts";

/** Name and description of the open role, and what can be done with it. */
export function RoleHeader({ model, role }: { readonly model: RoleEditor; readonly role: Role }): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const { readOnly, create, remove, given } = model.offered.value;
  const known = (model.holders.value.get(role.id) ?? []).map(({ name, kind }) => name ?? t(`subject_${kind}`));
  const holders =
    given === "nothing" && role.userCount > 0 ? [t("people", { count: role.userCount }), ...known] : known;
  const changes: readonly MenuItem[] = [
    ...(readOnly === null ? [{ label: t("rename"), icon: Pencil, onSelect: () => model.rename(role) }] : []),
    ...(create ? [{ label: t("copyRole"), icon: Copy, onSelect: () => model.copy(role) }] : []),
  ];
  const removal: readonly MenuItem[] = remove
    ? [
        {
          label: t("deleteRole"),
          icon: Trash,
          danger: holders.length === 0,
          disabled: holders.length > 0,
          ...(holders.length === 0 ? {} : { detail: t("stillUsed", { list: listSome(i18n, holders) }) }),
          onSelect: () => model.remove(role),
        },
      ]
    : [];
  const items =
    changes.length > 0 && removal.length > 0
      ? [...changes, "separator" as const, ...removal]
      : [...changes, ...removal];
  return (
    <header
      class="role-header"
      part="role-header"
      onPointerEnter={() => model.lookUpPeople()}
      onFocusIn={() => model.lookUpPeople()}
    >
      <div class="role-titles">
        <h2>
          <bdi>{role.name}</bdi>
        </h2>
        {role.description === null ? undefined : (
          <p class="muted">
            <bdi>{role.description}</bdi>
          </p>
        )}
      </div>
      <ConnectionNote />
      {items.length > 0 ? (
        <Menu
          label={t("roleActions", { name: role.name })}
          trigger={(props) => (
            <IconButton {...props} icon={Ellipsis} label={t("roleActions", { name: role.name })} noTooltip />
          )}
          items={items}
        />
      ) : undefined}
    </header>
  );
}
