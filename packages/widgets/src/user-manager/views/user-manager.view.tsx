import Lock from "lucide/dist/esm/icons/lock.mjs";
import Plug from "lucide/dist/esm/icons/plug.mjs";
import RotateCw from "lucide/dist/esm/icons/rotate-cw.mjs";
import SearchX from "lucide/dist/esm/icons/search-x.mjs";
import Users from "lucide/dist/esm/icons/users.mjs";
import type { VNode } from "preact";
import { useEffect } from "preact/hooks";
import { may } from "@crewdock/contract";
import { Button, ConnectionNote, EmptyState, ErrorState, IconButton, lazy, useEnv, useI18n } from "../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { UserManagerModel } from "../user-manager.model.ts";
import { CreateButton, ListToolbar } from "./list-toolbar.tsx";
import { UserTable } from "./user-table.tsx";

/** The whole widget: the list, and the sheet over it. */
export function UserManagerView({ model }: { readonly model: UserManagerModel }): VNode {
  return (
    <div class="users" part="users" onKeyDown={focusSearch}>
      <UserList model={model} />
      {model.sheet.value === null ? undefined : <sheet.View manager={model} />}
    </div>
  );
}

/** The form is in a chunk of its own, so that the list is there sooner; it is fetched while people read the list. */
const sheet = lazy<SheetProps>(() => import("./parts.ts").then(({ UserSheet }) => UserSheet), SheetOnItsWay);

interface SheetProps {
  readonly manager: UserManagerModel;
}

function SheetOnItsWay({ props, error }: { readonly props: SheetProps; readonly error: unknown }): null {
  const { t } = useI18n(catalogue);
  const env = useEnv();
  useEffect(() => {
    if (error === undefined) return;
    props.manager.close();
    env.toast({ text: t("openFailed"), detail: env.kit.t("error_unavailable_advice"), tone: "danger" });
  }, [error]);
  return null;
}

/** The slash goes to the search from anywhere in the widget, other than while typing. */
function focusSearch(event: KeyboardEvent): void {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.composedPath()[0];
  if (
    !(target instanceof HTMLElement) ||
    target.matches("input, textarea, select") ||
    target.closest("dialog") !== null
  )
    return;
  const search = (event.currentTarget as HTMLElement).querySelector<HTMLElement>(".toolbar input[type=search]");
  if (search === null) return;
  event.preventDefault();
  search.focus();
}

function UserList({ model }: { readonly model: UserManagerModel }): VNode {
  const { t } = useI18n(catalogue);
  const { session, list } = model;
  const listed = list.pages.state.value === "ready";
  useEffect(() => {
    if (listed) sheet.preload();
  }, [listed]);
  if (model.client.value === null) {
    return <EmptyState icon={Plug} title={t("notConnectedTitle")} text={t("notConnectedText")} />;
  }
  if (session.data.value === undefined && session.error.value !== undefined) {
    return <ErrorState error={session.error.value} onRetry={model.refresh} />;
  }
  if (session.data.value !== undefined && !may(session.data.value, "user.view")) {
    return <EmptyState icon={Lock} title={t("noRightTitle")} text={t("noRightText")} />;
  }
  const { pages } = list;
  const state = pages.state.value;
  const none = (state === "ready" || state === "refreshing") && pages.items.value.length === 0;
  return (
    <>
      <ListToolbar model={model} />
      <div class="users-status">
        <Count model={model} />
        {model.live.value === false ? (
          <IconButton
            icon={RotateCw}
            size="small"
            label={t("lookAgain")}
            loading={model.looking.value}
            onClick={() => void model.lookAgain()}
          />
        ) : undefined}
        <ConnectionNote />
      </div>
      {state === "error" ? (
        <ErrorState error={pages.error.value} onRetry={list.retry} />
      ) : none && list.filtered.value ? (
        <EmptyState
          icon={SearchX}
          title={t("nothingFoundTitle")}
          text={t(list.onlySearched.value ? "nothingSearchedText" : "nothingFoundText")}
          action={<Button onClick={list.clear}>{t(list.onlySearched.value ? "clearSearch" : "clearFilters")}</Button>}
        />
      ) : none ? (
        <EmptyState
          icon={Users}
          title={t("noUsersTitle")}
          text={model.createRefusal.value === undefined ? t("noUsersText") : undefined}
          action={<CreateButton model={model} />}
        />
      ) : (
        <UserTable model={model} />
      )}
    </>
  );
}

function Count({ model }: { readonly model: UserManagerModel }): VNode {
  const { t } = useI18n(catalogue);
  const { pages, filtered } = model.list;
  const total = pages.total.value;
  if (total === undefined || pages.state.value === "error") return <>{"\u00a0"}</>;
  const key = total.relation === "gte" ? "peopleAtLeast" : filtered.value ? "peopleFound" : "people";
  // That there is nobody is said at large below; only who cannot see it needs to hear it from here.
  return (
    <span role="status" class={total.value === 0 ? "visually-hidden" : undefined}>
      {t(key, { count: total.value })}
    </span>
  );
}
