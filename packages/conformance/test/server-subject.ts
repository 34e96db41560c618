import { once } from "node:events";
import type { AddressInfo } from "node:net";
import type { ConformanceSubject, StoreProbe } from "@crewdock/conformance";
import { restSubject } from "@crewdock/conformance/rest";
import type { MailCheckReport } from "@crewdock/contract";
import { mailProviders, providerForDomain } from "@crewdock/contract/mail-providers";
import { createCrewServer, type CrewServerOptions, type Db, seedSample } from "@crewdock/server";
import { createAdaptorServer } from "@hono/node-server";

const unreached = {
  ok: false,
  ms: 0,
  failure: { code: "dns_not_found", stage: "name", retryable: false, serverText: null, link: null, fix: null },
} as const;
const report: MailCheckReport = { ok: false, ms: 0, imap: unreached, smtp: unreached, folders: [], sent: null };

/** No case of the kit reaches another server. */
const mail: NonNullable<CrewServerOptions["mail"]> = {
  probe: {
    check: async function* () {
      yield { type: "report", report };
    },
    folders: () => Promise.resolve({ folders: [], sent: null }),
  },
  discovery: {
    providers: mailProviders,
    discover: async (email) => {
      const provider = providerForDomain(email.slice(email.lastIndexOf("@") + 1));
      return { provider, source: provider ? "domain" : "none" };
    },
  },
  oauth: {
    redirectUrl: "https://crm.test/mail-sign-in",
    providers: { gmail: { clientId: "crm", clientSecret: "of-the-operator" } },
  },
};

/** A server of the sample company on a database, reached over HTTP, with a probe that reads the database itself. */
export interface ServerUnderTest extends AsyncDisposable {
  readonly subject: ConformanceSubject;
  readonly baseUrl: string;
  readonly tokenOf: (
    actor: "admin" | "limited" | "nobody",
  ) => Promise<{ readonly token: string; readonly expiresAt: string }>;
}

export async function serveOn(db: Db): Promise<ServerUnderTest> {
  const server = await createCrewServer({
    db,
    hostKey: "h".repeat(32),
    tokenKeys: { test: "t".repeat(32) },
    sealKeys: { test: new Uint8Array(32).fill(7) },
    sip: {
      domain: "crewdock.test",
      webSocketUrl: "ws://127.0.0.1:1/sip",
      ephemeralSecret: "e".repeat(32),
      defaults: { domain: "crewdock.test", port: 5060, transport: "ws", webSocketUrl: null },
    },
    mail,
    notify: {
      mailer: { send: () => Promise.resolve() },
      loginUrl: "https://crm.test/",
      passwordUrl: (token) => `https://crm.test/invitation#${token}`,
    },
    limits: { perUser: null, perAddress: null, perHostKey: null },
  });
  const { company } = await seedSample(server);
  const { admin, head, manager } = company.demoPeople;
  const userIds = { admin, limited: head, nobody: manager };
  const http = createAdaptorServer({ fetch: server.fetch });
  http.listen(0, "127.0.0.1");
  await once(http, "listening");
  const origin = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}`;
  const baseUrl = `${origin}/crewdock/v1`;
  const tokenOf: ServerUnderTest["tokenOf"] = (actor) =>
    server.mintToken({ userId: userIds[actor], origin, ttlSeconds: 300 });
  return {
    baseUrl,
    tokenOf,
    subject: restSubject({
      baseUrl,
      tokens: {
        admin: () => tokenOf("admin"),
        limited: () => tokenOf("limited"),
        nobody: () => tokenOf("nobody"),
      },
      probe: databaseProbe(db),
    }),
    async [Symbol.asyncDispose]() {
      await server.close();
      http.close();
      if ("closeAllConnections" in http) http.closeAllConnections();
    },
  };
}

/** Every text column of every table; a sealed secret does not read as what it hides. */
async function textColumns(db: Db): Promise<readonly { readonly table: string; readonly column: string }[]> {
  return db.query(
    `select table_name as "table", column_name as "column" from information_schema.columns
     where table_schema = 'public' and data_type in ('text', 'jsonb', 'json', 'character varying', 'bytea')`,
  );
}

export function databaseProbe(db: Db): StoreProbe {
  const count = async (sql: string, value: string): Promise<number> =>
    (await db.query<{ count: number }>(sql, [value]))[0]?.count ?? 0;
  return {
    countUsers: (login) => count("select count(*)::int as count from users where login = $1", login),
    countRoles: (name) => count("select count(*)::int as count from roles where name = $1", name),
    readUser: async (id) =>
      (
        await db.query<{ login: string; email: string; state: string }>(
          "select login, email, state from users where id = $1",
          [id],
        )
      )[0] ?? null,
    holdsText: async (text) => {
      for (const { table, column } of await textColumns(db)) {
        const sql = `select count(*)::int as count from "${table}" where "${column}"::text like '%' || $1 || '%'`;
        if ((await count(sql, text)) > 0) return true;
      }
      return false;
    },
  };
}

const notOffered = ["telephony.checkSipAccount"];

/** Why cases mean nothing for the reference server. */
export const leftOutOnServer: readonly string[] = [
  ...notOffered.map((method) => `${method} is not offered`),
  "every member can be written",
  "asked only of what is not offered",
  "no further member is required",
  "no part of the name is kept from changing",
  "the list has one page",
  "the nobody does not see own contacts only",
  "the nobody has call.recording.listen",
  "the nobody has call.view",
  "the nobody has contact.view",
];
