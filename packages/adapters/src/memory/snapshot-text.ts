import {
  activityLimitsSchema,
  type AuditRecord,
  assignmentSchema,
  auditRecordSchema,
  callRecordSchema,
  contactSchema,
  departmentSchema,
  expectationsSchema,
  fieldErrors,
  loginRecordSchema,
  phoneNumberSchema,
  positionSchema,
  roleSchema,
  userGroupSchema,
  userSchema,
} from "@crewdock/contract";
import { readUser } from "./read-user.ts";
import type { Store } from "./store.ts";
import type { Rows, TableName, Tables } from "./tables.ts";

const format = "crewdock-memory";
/** Raised whenever tables change their shape; what an older one wrote is set aside. */
const version = 2;
const keptAudit = 2000;

/** In place of a secret that was not written down: checks with it fail as with a wrong password. */
const unusable = "wrong";

interface Kept {
  readonly format: typeof format;
  readonly version: number;
  readonly counters: Store["counters"];
  readonly lastEvent: number;
  readonly tables: { readonly [N in TableName]: readonly Rows[N][] };
  readonly assignments: Tables["assignments"];
  readonly limits: Tables["limits"];
  /** Absent from what was written before there were any. */
  readonly expectations?: Tables["expectations"];
  readonly audit: readonly AuditRecord[];
}

/** All that a store holds, as text. Of secrets it says only that there are some. */
export function writeSnapshot({ tables, counters, audit, events }: Store): string {
  const { assignments, limits, expectations, ...maps } = tables;
  const rows = Object.fromEntries(Object.entries(maps).map(([name, table]) => [name, [...table.values()]]));
  const secrets = [...tables.secrets.keys()].map((id) => ({ id }));
  const kept = {
    format,
    version,
    counters,
    lastEvent: events.last,
    assignments,
    limits,
    expectations,
    audit: audit.slice(-keptAudit),
  };
  return JSON.stringify({ ...kept, tables: { ...rows, secrets } });
}

/** Puts into a store what a text holds. @throws SyntaxError, RangeError for a text that is none of ours; the store is as it was */
export function readSnapshot(text: string, store: Store): void {
  const kept = JSON.parse(text) as Partial<Kept> | null;
  if (kept?.format !== format || kept.version !== version) throw new RangeError("not this version of kept data");
  const tables = tablesOf(kept as Kept, store.tables);
  const wrong = firstWrong({ ...store, tables }, kept as Kept);
  if (wrong !== undefined) throw new RangeError(`kept data is broken: ${wrong}`);
  const { counters, audit, lastEvent } = kept as Kept;
  store.tables = tables;
  store.orders.clear();
  store.audit.splice(0, store.audit.length, ...audit);
  store.counters.ids = Math.max(store.counters.ids, counters.ids);
  store.counters.versions = Math.max(store.counters.versions, counters.versions);
  store.events.startAfter(lastEvent);
}

/** Tables that what was written before does not have. */
const newer = ["uses", "observed", "granted"] as const;

function isNewer(name: string): name is (typeof newer)[number] {
  return newer.some((one) => one === name);
}

function tablesOf(kept: Kept, present: Tables): Tables {
  const { assignments: _assignments, limits: _limits, expectations, ...maps } = present;
  const read = Object.keys(maps).map((name) => {
    const rows: unknown = kept.tables[name as TableName] ?? (isNewer(name) ? [...present[name].values()] : undefined);
    if (!Array.isArray(rows)) throw new RangeError(`kept data is broken: ${name}`);
    return [name, new Map((rows as readonly { readonly id: string }[]).map((row) => [row.id, row]))];
  });
  const tables = {
    ...Object.fromEntries(read),
    assignments: kept.assignments,
    limits: kept.limits,
    expectations: kept.expectations ?? expectations,
  } as Tables;
  const secrets = new Map(
    [...tables.secrets.keys()].map((id) => [id, present.secrets.get(id) ?? { id, text: unusable }] as const),
  );
  return { ...tables, secrets };
}

/** The first table in which the contract would not know a record again. */
function firstWrong(store: Store, kept: Kept): string | undefined {
  const { tables } = store;
  const { counters, lastEvent } = kept;
  if (![counters?.ids, counters?.versions, lastEvent].every(Number.isSafeInteger)) return "counters";
  if (!Array.isArray(kept.assignments) || !Array.isArray(kept.audit)) return "lists";
  const checks: readonly (readonly [string, Parameters<typeof fieldErrors>[0], Iterable<unknown>])[] = [
    ["assignments", assignmentSchema, tables.assignments],
    ["departments", departmentSchema, tables.departments.values()],
    ["positions", positionSchema, tables.positions.values()],
    ["groups", userGroupSchema, tables.groups.values()],
    ["roles", roleSchema, [...tables.roles.values()].map((role) => ({ ...role, userCount: 0 }))],
    ["limits", activityLimitsSchema, [{ version: kept.limits?.version, limits: kept.limits?.items }]],
    [
      "expectations",
      expectationsSchema,
      [{ version: tables.expectations.version, expectations: tables.expectations.items }],
    ],
    ["numbers", phoneNumberSchema, tables.numbers.values()],
    ["contacts", contactSchema, tables.contacts.values()],
    ["calls", callRecordSchema, tables.calls.values()],
    ["logins", loginRecordSchema, tables.logins.values()],
    ["audit", auditRecordSchema, kept.audit],
  ];
  for (const [name, schema, rows] of checks)
    for (const row of rows) if (fieldErrors(schema, row).length > 0) return name;
  for (const user of tables.users.values())
    if (fieldErrors(userSchema, readUser(store, user)).length > 0) return "users";
  return undefined;
}
