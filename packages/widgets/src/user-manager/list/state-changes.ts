import { type ReadonlySignal, signal } from "@preact/signals";
import { type Client, displayName, isCrewError, type User } from "@crewdock/contract";
import { type Env, errorText } from "../../kit/index.ts";
import type { UserMessages } from "../messages/index.ts";
import { CrewUserChangedEvent } from "../user-manager.events.ts";
import { brokenRules } from "../views/broken-rules.tsx";
import { type StateActionId, targetState, undoOf } from "./row-actions.ts";
import type { UserListModel } from "./user-list.model.ts";

/** Blocks, deactivates and brings back, straight from the list. */
export interface StateChanges {
  /** Users whose state is being changed. */
  readonly busy: ReadonlySignal<ReadonlySet<string>>;
  /** Changes at once and offers to take it back; what stands in the way is said in words. */
  change(user: User, action: StateActionId): Promise<void>;
}

type State = "active" | "blocked" | "deactivated";

/** @param list follows each change */
export function createStateChanges(
  client: ReadonlySignal<Client | null>,
  env: Pick<Env<UserMessages>, "i18n" | "kit" | "toast" | "emit">,
  list: UserListModel,
): StateChanges {
  const busy = signal<ReadonlySet<string>>(new Set());

  const set = async (user: User, state: State): Promise<User | undefined> => {
    const from = client.value;
    if (from === null || busy.value.has(user.id)) return undefined;
    busy.value = new Set([...busy.value, user.id]);
    const put = (version: string): Promise<User> => from.users.setState({ id: user.id, version, state });
    try {
      const changed = await put(user.version).catch(async (error: unknown) => {
        // Somebody changed other things meanwhile: what is asked for here is still meant.
        if (!isCrewError(error) || error.code !== "conflict") throw error;
        const fresh = await from.users.get({ id: user.id });
        list.put(fresh);
        if (fresh.state !== user.state) throw error;
        return put(fresh.version);
      });
      list.put(changed);
      env.emit(new CrewUserChangedEvent(changed));
      return changed;
    } catch (error) {
      const { t } = env.i18n;
      const name = displayName(user.name);
      const { title, advice } = errorText(error, env.kit);
      const code = isCrewError(error) ? error.code : undefined;
      const text =
        code === "last_admin"
          ? t("lastAdmin", { name })
          : code === "lockout_prevented"
            ? t("lockout", { name })
            : t("actionFailed", { name, problem: title });
      env.toast({ text, detail: [advice, brokenRules(error, from)], tone: "danger" });
      return undefined;
    } finally {
      busy.value = new Set([...busy.value].filter((id) => id !== user.id));
    }
  };

  const undo = async (changed: User, before: User): Promise<void> => {
    const back = await set(changed, undoOf(before.state));
    if (back !== undefined) env.toast({ text: env.i18n.t("undone", { name: displayName(back.name) }) });
  };

  return {
    busy,
    change: async (user, action) => {
      const changed = await set(user, targetState[action]);
      if (changed === undefined) return;
      env.toast({
        text: env.i18n.t(`done_${action}`, { name: displayName(user.name) }),
        tone: "success",
        action: { label: env.kit.t("undo"), run: () => void undo(changed, user) },
      });
    },
  };
}
