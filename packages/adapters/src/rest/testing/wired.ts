import assert from "node:assert/strict";
import {
  type Client,
  connect,
  type Connection,
  type CrewError,
  type ErrorCode,
  isCrewError,
  type Organisation,
  type Role,
  type RoleInput,
} from "@crewdock/contract";
import { createRestAdapter, type RestAdapterOptions } from "../index.ts";
import type { ScriptedServer } from "./scripted-server.ts";

export const inAnHour = (): string => new Date(Date.now() + 3_600_000).toISOString();
export const organisation: Organisation = { departments: [], positions: [], groups: [] };
export const role: RoleInput = { name: "Auditor", description: null, grants: { "audit.view": "any" } };
export const storedRole: Role = {
  ...role,
  id: "r-1",
  version: "7",
  userCount: 0,
  updatedAt: "2026-03-01T00:00:00.000Z",
};

export interface Wired {
  readonly client: Client;
  readonly connection: Connection;
  readonly tokens: { count: number; reasons: string[] };
}

/** A client on the REST adapter whose tokens are counted and whose pauses are short. */
export function wire(server: ScriptedServer, options: Partial<RestAdapterOptions> = {}): Wired {
  const tokens: Wired["tokens"] = { count: 0, reasons: [] };
  const now = options.environment?.now ?? Date.now;
  const adapter = createRestAdapter({
    baseUrl: server.baseUrl,
    backoff: 1,
    fetchToken: async ({ reason }) => {
      tokens.reasons.push(reason);
      return { token: `token-${String(++tokens.count)}`, expiresAt: new Date(now() + 3_600_000).toISOString() };
    },
    ...options,
  });
  return { client: connect(adapter, () => "pl"), connection: adapter.connection, tokens };
}

/** The error of a call that has to fail with this code. */
export async function failure(promise: Promise<unknown>, code: ErrorCode): Promise<CrewError> {
  try {
    await promise;
  } catch (error) {
    assert.ok(isCrewError(error), String(error));
    assert.equal(error.code, code, error.message);
    return error;
  }
  assert.fail(`did not fail with ${code}`);
}
