import { contractVersion } from "@crewdock/contract";
import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails } from "../expect.ts";

export const sessionCases: readonly ConformanceCase[] = casesOf("session", {
  "tells who the actor is and what they may do": [
    ["session.me"],
    async ({ as, people }) => {
      const admin = await as("admin").session.me({});
      ensure(admin.user.id === people.admin, "another user than the actor");
      ensure(admin.grants["role.manage"] === "any", "the administrator does not manage roles");
      const manager = await as("manager").session.me({});
      ensure((manager.grants["user.view"] ?? "none") === "none", "the manager may see users");
      ensure(manager.grants["call.view"] === "own", "the manager's own calls");
      ensure(manager.grants["call.place"] === "any", "the manager may call anyone");
    },
  ],
  "speaks the same major version of the contract": [
    ["session.me"],
    async ({ as }) => {
      const { capabilities } = await as("admin").session.me({});
      const major = (version: string): string => version.split(".")[0] ?? "";
      ensure(major(capabilities.contract) === major(contractVersion), `contract ${capabilities.contract}`);
      ensure(capabilities.limits.page >= 50, "pages of at least 50");
    },
  ],
  "fails with unsupported for what it says it does not offer": [
    ["session.me"],
    async ({ as }) => {
      const client = as("admin");
      const { methods } = (await client.session.me({})).capabilities;
      if (methods["telephony.freeSipAccounts"]?.supported !== true)
        await ensureFails(client.telephony.freeSipAccounts({}), "unsupported");
      if (methods["mail.providers"]?.supported !== true) await ensureFails(client.mail.providers({}), "unsupported");
      if (methods["org.read"]?.supported !== true) await ensureFails(client.org.read({}), "unsupported");
    },
  ],
  "settles an aborted call at once": [
    ["users.list"],
    async ({ as }) => {
      const abort = new AbortController();
      const call = as("admin").users.list({}, { signal: abort.signal });
      const start = performance.now();
      abort.abort();
      await ensureFails(call, "cancelled");
      ensure(performance.now() - start <= 50, "took longer than 50 ms");
      await ensureFails(as("admin").org.read({}, { signal: AbortSignal.abort() }), "cancelled");
    },
  ],
});
