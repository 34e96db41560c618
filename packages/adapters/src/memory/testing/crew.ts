import assert from "node:assert/strict";
import { type Client, connect, type CrewError, type ErrorCode, isCrewError, type UserInput } from "@crewdock/contract";
import { createMemoryAdapter, type MemoryAdapter, type MemoryAdapterOptions } from "../index.ts";

/** A Monday morning. */
export const start = "2026-03-02T09:00:00.000Z";

/** A memory adapter whose clock stands still until it is moved. */
export interface Crew {
  readonly memory: MemoryAdapter;
  readonly admin: Client;
  readonly as: (userId: string) => Client;
  readonly setClock: (time: string) => void;
}

export function crew(options: MemoryAdapterOptions = {}): Crew {
  let now = start;
  const memory = createMemoryAdapter({ now: () => new Date(now), ...options });
  const as = (userId: string): Client => connect(memory.as(userId), () => "en");
  return {
    memory,
    admin: connect(memory, () => "en"),
    as,
    setClock: (time) => {
      now = time;
    },
  };
}

/** Waits for a call to fail with the code. */
export async function fails(call: Promise<unknown>, code: ErrorCode): Promise<CrewError> {
  const error: unknown = await call.then(
    () => assert.fail("it went through"),
    (reason: unknown) => reason,
  );
  assert.ok(isCrewError(error), String(error));
  assert.equal(error.code, code);
  return error;
}

/** Waits for a call to fail with exactly these fields. */
export async function failsAt(call: Promise<unknown>, code: ErrorCode, fields: Record<string, string>): Promise<void> {
  const error = await fails(call, code);
  assert.deepEqual(Object.fromEntries(error.fields.map((field) => [field.pointer, field.code])), fields);
}

export function userInput(login: string, members: Partial<UserInput> = {}): UserInput {
  return {
    name: { last: "Тестова", first: "Нина", patronymic: null },
    email: `${login}@crewdock.test`,
    login,
    password: "Copper heron 92 window",
    timeZone: "Europe/Moscow",
    serviceNumber: null,
    positionId: null,
    departmentId: "d-sales",
    groupIds: [],
    roleIds: ["r-manager"],
    sipAccount: null,
    mailAccounts: [],
    ...members,
  };
}

/** Gives one role of these grants to a user, in place of all others. */
export async function regrant(
  { admin }: Crew,
  userId: string,
  grants: Record<string, "own" | "department" | "any">,
): Promise<void> {
  const role = await admin.roles.create({ role: { name: `for ${userId}`, description: null, grants } });
  const { version } = await admin.users.get({ id: userId });
  await admin.users.update({ id: userId, version, patch: { roleIds: [role.id] } });
}

/** The types and ids of the events that a person would have been told since a cursor. */
export async function eventsSince(client: Client, since: string): Promise<readonly string[]> {
  const { events } = await client.events.changesSince({ since, limit: 500 });
  return events.map(({ type, id }) => `${type} ${id ?? ""}`.trim());
}

export async function cursor(client: Client): Promise<string> {
  return (await client.events.changesSince({})).cursor;
}
