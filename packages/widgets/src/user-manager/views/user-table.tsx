import ArrowDown from "lucide/dist/esm/icons/arrow-down.mjs";
import ArrowUp from "lucide/dist/esm/icons/arrow-up.mjs";
import type { VNode } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { UserSortField } from "@crewdock/contract";
import { Button, Icon, Skeleton, Table, useI18n, useKit } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { WorkColumn } from "../list/columns.ts";
import type { UserManagerModel } from "../user-manager.model.ts";
import { pieces, useWindow } from "./use-window.ts";
import { UserRow } from "./user-row.tsx";

/**
 * The list itself. Only the rows in sight are in the document.
 * Keys: arrows, Page Up, Page Down, Home and End move; Enter opens; the menu key or Shift F10 opens the menu.
 */
export function UserTable({ model }: { readonly model: UserManagerModel }): VNode {
  const { t } = useI18n(catalogue);
  const { pages, activeId, freshId } = model.list;
  const { work, extension } = model.columns.value;
  const box = useRef<HTMLDivElement | null>(null);
  const moved = useRef(false);
  const items = pages.items.value;
  const loading = pages.state.value === "loading";
  const range = useWindow(box, items.length);
  const found = items.findIndex(({ id }) => id === activeId.value);
  const active = found === -1 ? 0 : found;

  useLayoutEffect(() => {
    model.list.inSight(range.end);
  }, [range.end]);

  // The row that the keyboard goes to may only just have been drawn.
  useLayoutEffect(() => {
    if (!moved.current) return;
    moved.current = false;
    const row = box.current?.querySelector<HTMLElement>(`tr[data-row="${active}"]`);
    row?.scrollIntoView({ block: "nearest" });
    row?.querySelector<HTMLElement>(".user-open")?.focus({ preventScroll: true });
  }, [active]);

  // Somebody new is brought into sight.
  const fresh = freshId.value;
  useLayoutEffect(() => {
    if (fresh === null) return;
    const index = pages.items.peek().findIndex(({ id }) => id === fresh);
    const scroller = box.current;
    if (index === -1 || scroller === null) return;
    const top = index * range.rowHeight;
    const seen = top >= scroller.scrollTop && top + range.rowHeight <= scroller.scrollTop + scroller.clientHeight - 34;
    if (!seen) scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
  }, [fresh]);

  const go = (to: number): void => {
    const target = items[Math.max(0, Math.min(items.length - 1, to))];
    if (target === undefined || target.id === items[active]?.id) return;
    moved.current = true;
    model.list.activate(target.id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const target = event.target as HTMLElement;
    if (!target.matches(".user-open, .user-menu")) return;
    if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) {
      event.preventDefault();
      target.closest("tr")?.querySelector<HTMLElement>(".user-menu")?.click();
      return;
    }
    if (!target.matches(".user-open")) return;
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / range.rowHeight) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: items.length - 1,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  };

  return (
    <Table
      label={t("users")}
      boxRef={box}
      class="users-table"
      rowCount={(pages.total.value?.value ?? items.length) + 1}
      busy={loading || pages.state.value === "refreshing"}
    >
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col" class="user-cell" aria-sort={sortOf(model, "name") ?? sortOf(model, "email")}>
            <SortButton model={model} field="name" label={t("columnLastName")} />
            <SortButton model={model} field="email" label={t("columnEmail")} />
          </th>
          <th scope="col" class="state-cell" aria-sort={sortOf(model, "state")}>
            <SortButton model={model} field="state" label={t("columnState")} />
          </th>
          <th scope="col" class="position-cell" aria-sort={work === "role" ? undefined : sortOf(model, work)}>
            {work === "role" ? t(workHeads.role) : <SortButton model={model} field={work} label={t(workHeads[work])} />}
          </th>
          {extension ? (
            <th scope="col" class="extension-cell" aria-sort={sortOf(model, "extension")}>
              <SortButton model={model} field="extension" label={t("columnExtension")} />
            </th>
          ) : undefined}
          <th scope="col" class="login-cell" aria-sort={sortOf(model, "lastLoginAt")}>
            <SortButton model={model} field="lastLoginAt" label={t("columnLastLogin")} />
          </th>
          <th scope="col" class="actions">
            <span class="visually-hidden">{t("columnActions")}</span>
          </th>
        </tr>
      </thead>
      <tbody onKeyDown={onKeyDown}>
        {loading
          ? Array.from({ length: 9 }, (_, index) => <SkeletonRow key={index} index={index} extension={extension} />)
          : pieces(range, items.length, active).map((piece) => {
              if ("gap" in piece) {
                return (
                  <tr key={`gap${piece.at}`} class="users-gap" aria-hidden="true">
                    <td style={{ height: `${piece.gap * range.rowHeight}px` }} />
                  </tr>
                );
              }
              const user = items[piece.row];
              return user === undefined ? undefined : (
                <UserRow key={user.id} model={model} user={user} index={piece.row} active={piece.row === active} />
              );
            })}
        {!loading && pages.more.value ? <MoreRows model={model} extension={extension} /> : undefined}
      </tbody>
    </Table>
  );
}

const workHeads = {
  position: "columnPosition",
  department: "columnDepartment",
  role: "columnRole",
} as const satisfies Readonly<Record<WorkColumn, string>>;

function sortOf(model: UserManagerModel, field: UserSortField): "ascending" | "descending" | undefined {
  const sort = model.list.sort.value;
  if (sort.field !== field) return undefined;
  return sort.direction === "asc" ? "ascending" : "descending";
}

interface SortButtonProps {
  readonly model: UserManagerModel;
  readonly field: UserSortField;
  readonly label: string;
}

function SortButton({ model, field, label }: SortButtonProps): VNode {
  const sorted = sortOf(model, field);
  return (
    <button type="button" class={sorted === undefined ? "sort" : "sort on"} onClick={() => model.list.sortBy(field)}>
      {label}
      <Icon icon={sorted === "descending" ? ArrowDown : ArrowUp} size={12} />
    </button>
  );
}

/** What follows is on its way, or could not be loaded. */
function MoreRows({ model, extension }: { readonly model: UserManagerModel; readonly extension: boolean }): VNode {
  const { t } = useI18n(catalogue);
  const kit = useKit();
  if (model.list.pages.moreError.value === undefined) {
    return (
      <>
        <SkeletonRow index={0} extension={extension} />
        <SkeletonRow index={1} extension={extension} />
      </>
    );
  }
  return (
    <tr>
      <td colSpan={2}>
        <div class="users-more" role="alert">
          {t("loadMoreFailed")}
          <Button size="small" onClick={model.list.retry}>
            {kit.t("retry")}
          </Button>
        </div>
      </td>
    </tr>
  );
}

const widths = ["62%", "48%", "70%", "54%"] as const;

function SkeletonRow({ index, extension }: { readonly index: number; readonly extension: boolean }): VNode {
  return (
    <tr aria-hidden="true" class="users-skeleton">
      <td class="user-cell">
        <div class="user-who">
          <Skeleton shape="circle" />
          <div class="user-names">
            <Skeleton width={widths[index % 4]} />
            <Skeleton width={widths[(index + 1) % 4]} />
          </div>
        </div>
      </td>
      <td class="state-cell">
        <Skeleton width="64px" />
      </td>
      <td class="position-cell">
        <Skeleton width={widths[(index + 2) % 4]} />
      </td>
      {extension ? (
        <td class="extension-cell">
          <Skeleton width="36px" />
        </td>
      ) : undefined}
      <td class="login-cell">
        <Skeleton width="72px" />
      </td>
      <td class="actions" />
    </tr>
  );
}
