import { type Client, isCrewError, type Role, type User } from "@crewdock/contract";
import type { SampleMaker } from "../samples/inputs.ts";

/** A record that a sequence made. */
export interface Known {
  readonly id: string;
  /** Versions it has had, the present one last; an earlier one is stale for sure. */
  readonly versions: string[];
}

/** One of the two backends that run a sequence side by side, with what was made there. */
export interface Side {
  readonly client: Client;
  readonly maker: SampleMaker;
  /** In every name of this run, so that lists show nothing else. */
  readonly mark: string;
  readonly users: Known[];
  readonly roles: Known[];
  readonly accounts: Known[];
  readonly calls: string[];
  readonly departments: Known[];
  readonly groups: Known[];
}

export function openSide(client: Client, maker: SampleMaker): Side {
  return {
    client,
    maker,
    mark: maker.unique(),
    users: [],
    roles: [],
    accounts: [],
    calls: [],
    departments: [],
    groups: [],
  };
}

/** What a command came to, told so that two backends can be compared: no ids, no versions, no times, no mark. */
export async function outcomeOf(side: Side, work: () => Promise<unknown>): Promise<string> {
  try {
    return plain(side, await work());
  } catch (error) {
    if (!isCrewError(error)) throw error;
    const code = error.code === "gone" ? "not_found" : error.code;
    const fields = error.fields.map((field) => `${field.pointer} ${field.code}`).sort();
    return [code, ...fields].join(", ");
  }
}

function plain(side: Side, answer: unknown): string {
  const ids = new Map([
    ...side.users.map(({ id }, index) => [id, `user ${String(index)}`] as const),
    ...side.roles.map(({ id }, index) => [id, `role ${String(index)}`] as const),
  ]);
  const text = JSON.stringify(answer, (key, value: unknown) => {
    if (typeof value === "string") return ids.get(value) ?? value;
    if (key === "roleIds" && Array.isArray(value))
      return value.map((id) => ids.get(String(id)) ?? "another role").sort();
    return value;
  });
  return (text ?? "done").replaceAll(side.mark, "~").replaceAll(side.mark.toUpperCase(), "~");
}

/** What of a user two backends must agree on. */
export function shownUser({ name, email, login, state, serviceNumber, roleIds, mailAccounts }: User): object {
  return { name, email, login, state, serviceNumber, roleIds, mail: mailAccounts.map((one) => one.email).sort() };
}

export function shownRole({ name, description, grants, userCount }: Role): object {
  return { name, description, grants: Object.entries(grants).sort(), userCount };
}

/** Remembers the version that a record has now. */
export function keep(known: Known, version: string): void {
  if (known.versions.at(-1) !== version) known.versions.push(version);
}

export function picked(all: readonly Known[], which: number): Known | undefined {
  return all[which % Math.max(1, all.length)];
}

/** The version to send: the present one, or one that is no longer. */
export function versionFor({ versions }: Known, stale: boolean): string {
  return stale ? (versions.at(-2) ?? "stale-0") : (versions.at(-1) ?? "");
}
