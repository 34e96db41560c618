import UserPlus from "lucide/dist/esm/icons/user-plus.mjs";
import type { VNode } from "preact";
import type { UserState } from "@crewdock/contract";
import { Button, FilterChip, SearchInput, Toolbar, useI18n } from "../../kit/index.ts";
import type { UserFilters } from "../list/user-list.model.ts";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";

const states: readonly UserState[] = ["active", "blocked", "deactivated", "suspended"];

/** Search and filters on the left, how many there are and the primary action on the right. */
export function ListToolbar({ model }: { readonly model: UserManagerModel }): VNode {
  const { t } = useI18n(catalogue);
  const { list } = model;
  const { departments, positions, roles } = model.choices.value;
  const filters = list.filters.value;
  /** A filter by something of which there is one or none tells nobody apart. */
  const chip = (name: keyof UserFilters, label: string, options: typeof departments): VNode | undefined =>
    options.length < 2 ? undefined : (
      <FilterChip
        label={label}
        options={options}
        value={filters[name]}
        onChange={(values) => list.setFilter(name, values)}
      />
    );
  return (
    <Toolbar
      start={
        <>
          <SearchInput
            label={t("search")}
            placeholder={t("searchUsers")}
            value={list.search.value}
            onInput={list.setSearch}
          />
          <div class="users-filters">
            {chip(
              "states",
              t("filterState"),
              states.map((state) => ({ value: state, label: t(`state_${state}`) })),
            )}
            {chip("positionIds", t("filterPosition"), positions)}
            {chip("departmentIds", t("filterDepartment"), departments)}
            {chip("roleIds", t("filterRole"), roles)}
            {list.filtered.value && !list.onlySearched.value ? (
              <Button variant="ghost" onClick={list.clear}>
                {t("clearFilters")}
              </Button>
            ) : undefined}
          </div>
        </>
      }
      end={model.createRefusal.value === "not_in_backend" ? undefined : <CreateButton model={model} />}
    />
  );
}

/** The primary action; says why when it cannot be used, and is not there where this CRM makes no users. */
export function CreateButton({ model }: { readonly model: UserManagerModel }): VNode | null {
  const { t } = useI18n(catalogue);
  const refusal = model.createRefusal.value;
  if (refusal === "not_in_backend") return null;
  const reason = refusal === undefined ? undefined : t(`reason_${refusal}`);
  return (
    <span class="users-create" title={reason}>
      <Button
        variant="primary"
        icon={UserPlus}
        part="create"
        disabled={refusal !== undefined}
        onClick={() => void model.create()}
      >
        {t("createUser")}
      </Button>
      {reason === undefined ? undefined : <span class="visually-hidden">{reason}</span>}
    </span>
  );
}
