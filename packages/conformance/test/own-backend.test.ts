import assert from "node:assert/strict";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { createRestAdapter } from "@crewdock/adapters/rest";
import { type ConformanceSubject, openBench, runCases } from "@crewdock/conformance";
import { operations, type Role, type User } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";

interface Example {
  readonly ownBackend: (crm: {
    readonly users: readonly User[];
    readonly roles: readonly Role[];
    readonly userOf: (token: string | undefined) => string | undefined;
    readonly onError: (error: unknown) => void;
  }) => Server;
}

const example = join(import.meta.dirname, "../../../docs/examples/own-backend.mjs");
const { ownBackend } = (await import(example)) as Example;

const { users, roles, demoPeople } = sampleCompany();
const tokens: Readonly<Record<string, string>> = { "of-admin": demoPeople.admin, "of-manager": demoPeople.manager };
const people = users
  .filter(({ id }) => Object.values(tokens).includes(id))
  .map((user) => ({
    ...user,
    departmentId: "all",
    positionId: null,
    groupIds: [],
    sipAccount: null,
    mailAccounts: [],
  }));

const unforeseen: unknown[] = [];
const server = ownBackend({
  users: people,
  roles,
  userOf: (token) => tokens[token ?? ""],
  onError: (error) => unforeseen.push(error),
});
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close();
  server.closeAllConnections();
});
const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/crewdock/v1`;

const tokenOf = { admin: "of-admin", nobody: "of-manager", stranger: "of-nobody", limited: undefined };

const subject: ConformanceSubject = {
  adapterFor: (actor) => {
    const token = tokenOf[actor];
    if (token === undefined) return undefined;
    const expiresAt = new Date(Date.now() + 300_000).toISOString();
    return createRestAdapter({ baseUrl, fetchToken: async () => ({ token, expiresAt }) });
  },
};

test("the example of a backend of one's own does all that it offers as the contract says", async () => {
  const reports = await runCases(await openBench(subject));
  const failures = reports.filter(({ result }) => result === "failed").map(({ name, failure }) => [name, failure]);
  assert.deepEqual(failures, []);
  assert.deepEqual(unforeseen, []);
  const passed = reports.filter(({ result }) => result === "passed");
  assert.ok(passed.length > 250, `only ${passed.length} cases mean something for it`);
  for (const port of ["session", "users", "roles", "org"])
    assert.ok(
      passed.some((report) => report.port === port),
      `nothing of ${port} was looked at`,
    );
});

test("the records that docs/adapters.md shows are records of the contract", () => {
  const page = readFileSync(join(import.meta.dirname, "../../../docs/adapters.md"), "utf8");
  const [role, user] = [...page.matchAll(/```json\n(.*?)```/gs)].map(([, text = ""]) => JSON.parse(text) as unknown);
  assert.deepEqual(operations.roles.get.output.parse(role), role);
  assert.deepEqual(operations.users.get.output.parse(user), user);
});
