import {
  type ActivityLimit,
  type ActivityLimits,
  catalogueActions,
  CrewError,
  type FieldError,
  type Id,
  type Ports,
} from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import { anyUser, demandOwnOr } from "./actor.ts";
import { change } from "./change.ts";
import { count, suspendBy, usesOf } from "./counting.ts";
import type { Store } from "./store.ts";
import { restore } from "./suspension.ts";
import type { Draft } from "./tables.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

type LimitVerbs = Pick<Ports["access"], "limits" | "setLimits" | "limitUse" | "consume" | "restore">;

export function limitVerbs(backstage: Backstage): LimitVerbs {
  return {
    limits: verb(backstage, "access", "limits", (_input, { store }) => readLimits(store.tables.limits)),
    setLimits: verb(backstage, "access", "setLimits", ({ version, limits }, call) => setLimits(version, limits, call)),
    limitUse: verb(backstage, "access", "limitUse", ({ userId }, call) => {
      const { store, actor } = call;
      demandOwnOr(call, "security.view", userId);
      return { items: usesOf(store, anyUser(store, actor, userId)) };
    }),
    consume: verb(backstage, "access", "consume", ({ action, amount }, { store, actor }) => {
      if (!catalogueActions(store.catalogue).some(({ key }) => key === action))
        refuse([{ pointer: "/action", code: "not_found" }]);
      const full = usesOf(store, actor.user, action).filter(({ used, limit }) => used + amount > limit.most);
      if (full.length > 0) {
        suspendBy(store, actor.user, full);
        throw new CrewError("limit_reached", { detail: action });
      }
      return { items: count(store, actor.user, action, amount) };
    }),
    restore: verb(backstage, "access", "restore", ({ userId }, call) => {
      const user = anyUser(call.store, call.actor, userId);
      if (user.state === "suspended") restore(call, user, { early: true });
    }),
  };
}

/** Takes away the limits of a user or role that is no more. @returns whether there were any */
export function dropLimitsOf(store: Store, draft: Draft, type: "user" | "role", id: Id): boolean {
  const { items } = draft.tables.limits;
  const left = items.filter(({ subject }) => subject.type !== type || subject.id !== id);
  if (left.length === items.length) return false;
  draft.set({ limits: { version: store.nextVersion(), items: left } });
  return true;
}

function readLimits({ version, items }: Store["tables"]["limits"]): ActivityLimits {
  return { version, limits: items };
}

function setLimits(version: string, items: readonly ActivityLimit[], call: Call): ActivityLimits {
  const { store } = call;
  const before = readLimits(store.tables.limits);
  if (before.version !== version) throw new CrewError("conflict", { current: before });
  refuse(limitErrors(store, items));
  return change(call, ({ draft, audit, tell }) => {
    draft.set({ limits: { version: store.nextVersion(), items } });
    const after = readLimits(draft.tables.limits);
    audit({ action: "limits.replace", recordType: "activity_limits", recordId: "company", before, after });
    tell("security.changed", null);
    return after;
  });
}

function limitErrors({ catalogue, tables }: Store, limits: readonly ActivityLimit[]): readonly FieldError[] {
  const actions = new Set(catalogueActions(catalogue).map(({ key }) => key));
  const seen = new Set<string>();
  return limits.flatMap(({ action, subject, period }, index): FieldError[] => {
    const pointer = `/limits/${String(index)}`;
    const key = JSON.stringify([action, period, subject.type, subject.type === "everyone" ? null : subject.id]);
    const known =
      subject.type === "everyone" || (subject.type === "user" ? tables.users : tables.roles).has(subject.id);
    const wrong: FieldError[] = [];
    if (!actions.has(action)) wrong.push({ pointer: `${pointer}/action`, code: "not_found" });
    if (!known) wrong.push({ pointer: `${pointer}/subject/id`, code: "not_found" });
    if (seen.has(key)) wrong.push({ pointer, code: "not_allowed" });
    seen.add(key);
    return wrong;
  });
}
