import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { createRestAdapter } from "@crewdock/adapters/rest";
import { runConformance } from "@crewdock/conformance";
import type { Role, User } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";

interface Example {
  readonly ownBackend: (crm: {
    readonly users: readonly User[];
    readonly roles: readonly Role[];
    readonly userOf: (token: string | undefined) => string | undefined;
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

const server = ownBackend({ users: people, roles, userOf: (token) => tokens[token ?? ""] });
server.listen(0, "127.0.0.1");
await once(server, "listening");
after(() => {
  server.close();
  server.closeAllConnections();
});
const baseUrl = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;

const tokenOf = { admin: "of-admin", nobody: "of-manager", stranger: "of-nobody", limited: undefined };

runConformance({
  adapterFor: (actor) => {
    const token = tokenOf[actor];
    return token === undefined
      ? undefined
      : createRestAdapter({
          baseUrl,
          fetchToken: async () => ({ token, expiresAt: new Date(Date.now() + 300_000).toISOString() }),
        });
  },
  describe,
  it,
});
