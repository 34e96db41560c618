import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { after, afterEach, before, test } from "node:test";
import type { LogEntry } from "../../log.ts";
import { resealStale } from "../../secrets/reseal.ts";
import type { SealKeys } from "../../secrets/seal.ts";
import { createServices, type Services } from "../../services.ts";
import type { Db } from "../../store/db.ts";
import { openPostgres } from "../../store/postgres.ts";
import { runUnit } from "../../store/unit.ts";
import { openMemoryDb } from "../../testing/memory-db.ts";
import { needsPostgres, ownPostgres } from "../../testing/own-postgres.ts";
import { HOST_KEY, startTestServer, type TestServer } from "../../testing/test-server.ts";
import { createProbes } from "../../probes.ts";
import { keepLogin } from "../mail-login.ts";
import { accessToken, type AccessTokenOptions, type TokenPlace } from "./access-token.ts";
import { findGrant, grantSeal, insertGrant } from "./mail-grants.ts";
import { kind, type OAuthServer, startOAuthServer } from "./testing/oauth-server.ts";

const redirectUrl = "https://crm.example/mail-sign-in";
const key = (fill: number): Uint8Array => new Uint8Array(32).fill(fill);

let provider: OAuthServer;
before(async () => {
  provider = await startOAuthServer();
});
after(() => provider.close());
afterEach(() => Object.assign(provider.mood, kind));

/** Two instances on one database, and somebody's grant whose access token has run out. */
class Bench implements AsyncDisposable {
  readonly db: Db;
  readonly #crew: TestServer;
  readonly first: Services;
  readonly second: Services;

  constructor(db: Db, crew: TestServer, second: Services) {
    this.db = db;
    this.#crew = crew;
    this.first = crew.server.services;
    this.second = second;
  }

  static async open(db: Db, sealKeys: SealKeys = { k1: key(7) }): Promise<Bench> {
    const endpoints = {
      authorizeUrl: `${provider.url}/authorize`,
      tokenUrl: `${provider.url}/token`,
      scopes: ["mail"],
    };
    const providers = { gmail: { ...provider.client, ...endpoints } };
    const { mail } = createProbes({ mailOAuth: { redirectUrl, providers } });
    const crew = await startTestServer({ db, mail, sealKeys: { k1: key(7) } });
    const second = await createServices({
      db,
      mail,
      sealKeys,
      hostKey: HOST_KEY,
      tokenKeys: { t1: "token-key-of-the-tests-0123456789abcdef" },
      now: () => crew.now,
      log: () => {},
    });
    return new Bench(db, crew, second);
  }

  async grant(): Promise<TokenPlace> {
    const client = this.first.mailOAuth!;
    const verifier = randomUUID();
    const step = client.authorizeUrl("gmail", { state: "s", verifier, email: "ewa@crewdock.test" });
    const code = (await provider.visit(step)).searchParams.get("code") ?? "";
    const tokens = await client.redeem("gmail", code, verifier, new AbortController().signal);
    const userId = this.#crew.company.demoPeople.manager;
    const about = { tenant: "main", actorId: null, now: this.#crew.now, requestId: null };
    const { id } = await runUnit(
      this.db,
      about,
      () => {},
      (unit) => insertGrant(this.first, unit, { userId, providerId: "gmail", tokens }),
    );
    const { sealed } = (await findGrant(this.db, { tenant: "main", userId, now: this.#crew.now }, id))!;
    provider.expireAll();
    provider.asked.length = 0;
    this.#crew.now = new Date(this.#crew.now.getTime() + 2 * 3600_000);
    const seal = grantSeal("main", id);
    return { table: "mail_grants", column: "tokens_sealed", id, providerId: "gmail", sealed, seal };
  }

  get log(): readonly LogEntry[] {
    return this.#crew.log;
  }

  /** The refresh token that is stored by now. */
  async stored({ id, seal }: TokenPlace): Promise<string> {
    const [row] = await this.db.query<{ sealed: string }>(
      "select tokens_sealed as sealed from mail_grants where id = $1",
      [id],
    );
    return (JSON.parse(this.second.sealer.open(row!.sealed, seal)) as { refreshToken: string }).refreshToken;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.second.close();
    await this.#crew[Symbol.asyncDispose]();
  }
}

const ask = (services: Services, place: TokenPlace, options: Partial<AccessTokenOptions> = {}): Promise<string> => {
  const { signal } = new AbortController();
  return accessToken(services, services.mailOAuth!, place, { signal, lookMs: 1, storeWaitsMs: [0, 0], ...options });
};

/** Another instance refreshes these tokens, and does not come to an end. */
const refreshElsewhere = ({ db }: Bench, { id }: TokenPlace): Promise<unknown> =>
  db.query(
    "update mail_grants set refresh_lease = 'another', refresh_until = clock_timestamp() + interval '1 hour' where id = $1",
    [id],
  );

async function refreshedOnce(db: Db): Promise<void> {
  await using bench = await Bench.open(db);
  const place = await bench.grant();
  const [one, other] = await Promise.all([ask(bench.first, place), ask(bench.second, place)]);
  assert.equal(one, other);
  assert.equal(provider.asked.length, 1);
  assert.equal(await bench.stored(place), provider.given.at(-1));
}

test("two instances that need one token refresh it once, and both get the fresh one", async () =>
  refreshedOnce(await openMemoryDb()));

test("so do two instances on PostgreSQL", needsPostgres, async () => {
  await using postgres = await ownPostgres();
  await refreshedOnce(await openPostgres({ url: postgres.url }));
});

test("tokens that are being refreshed are not taken over by an account", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  const taken: unknown[] = [];
  provider.mood.meanwhile = async () => {
    const grant = { id: place.id, providerId: "gmail", sealed: place.sealed };
    taken.push(await keepLogin(bench.second, bench.db, "account", { grant }).catch((error: unknown) => error));
  };
  await ask(bench.first, place);
  assert.equal((taken[0] as { code?: string } | undefined)?.code, "unavailable");
});

test("a refresh token outlives seal keys that are changed while it is on its way", async () => {
  await using bench = await Bench.open(await openMemoryDb(), { k2: key(8), k1: key(7) });
  const place = await bench.grant();
  provider.mood.meanwhile = async () => assert.ok((await resealStale(bench.second)) > 0);
  await ask(bench.first, place);
  assert.equal(await bench.stored(place), provider.given.at(-1));
});

test("whoever began to refresh and is gone holds nobody up for ever", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  await bench.db.query(
    "update mail_grants set refresh_lease = 'gone', refresh_until = clock_timestamp() - interval '1 second' where id = $1",
    [place.id],
  );
  assert.ok(provider.isGood("ewa@crewdock.test", await ask(bench.first, place)));
});

test("whoever waits takes what another one stores, and asks nobody", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  await refreshElsewhere(bench, place);
  const waiting = ask(bench.first, place);
  const expiresAt = new Date(bench.first.now().getTime() + 3600_000).toISOString();
  const tokens = JSON.stringify({ accessToken: "of another", refreshToken: "next", expiresAt });
  await bench.db.query("update mail_grants set tokens_sealed = $2 where id = $1", [
    place.id,
    bench.first.sealer.seal(tokens, place.seal),
  ]);
  assert.equal(await waiting, "of another");
  assert.equal(provider.asked.length, 0);
});

test("whoever waits for what another one never stores is told so, and one who leaves waits no more", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  await refreshElsewhere(bench, place);
  await assert.rejects(ask(bench.first, place, { patienceMs: 0 }), { code: "oauth_unavailable" });
  const caller = new AbortController();
  const waiting = ask(bench.first, place, { signal: caller.signal, lookMs: 2 ** 31 - 1 });
  const reason = new Error("the caller has left");
  caller.abort(reason);
  await assert.rejects(waiting, reason);
  assert.equal(provider.asked.length, 0);
});

test("a lease that the database does not end changes nothing of what came out, and is told in the log", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  const db: Db = {
    kind: bench.db.kind,
    query: (sql, ...more) =>
      sql.includes("refresh_lease = null")
        ? Promise.reject(Object.assign(new Error("terminating connection"), { code: "57P01" }))
        : bench.db.query(sql, ...more),
    transaction: (work) => bench.db.transaction(work),
    close: () => bench.db.close(),
  };
  assert.ok(provider.isGood("ewa@crewdock.test", await ask({ ...bench.first, db }, place)));
  const { level, event, errorCode } = bench.log.at(-1)!;
  assert.deepEqual([level, event, errorCode], ["warn", "mail_oauth.lease_not_ended", "57P01"]);
  assert.equal(await bench.stored(place), provider.given.at(-1));
});

test("a refresh that took longer than it may still leaves the token that counts", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  provider.mood.meanwhile = async () => {
    provider.mood.meanwhile = null;
    await bench.db.query("update mail_grants set refresh_until = clock_timestamp() where id = $1", [place.id]);
    await assert.rejects(ask(bench.second, place), { code: "oauth_revoked" });
  };
  const got = await ask(bench.first, place);
  assert.equal(await ask(bench.second, place), got);
});

test("only a leave that was taken back sends people to sign in again; what is the operator's fault is told in the log", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  const refusals = [
    ["invalid_client", 401],
    ["unauthorized_client", 400],
    ["invalid_request", 400],
    ["invalid_scope", 400],
    ["unsupported_grant_type", 400],
  ] as const;
  for (const [error, status] of refusals) {
    Object.assign(provider.mood, { error, status });
    await assert.rejects(ask(bench.first, place), { code: "oauth_unavailable" }, error);
    const { level, event, said } = bench.log.at(-1)!;
    assert.deepEqual([level, event, said], ["error", "mail_oauth.not_refreshed", error]);
  }
  Object.assign(provider.mood, { error: "invalid_grant", status: 400 });
  await assert.rejects(ask(bench.first, place), { code: "oauth_revoked" });
  assert.equal(bench.log.at(-1)?.level, "warn");
});

test("a token for less than was asked is kept, as the refresh token before it counts no more", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  provider.mood.scope = "profile";
  await ask(bench.first, place);
  assert.equal(await bench.stored(place), provider.given.at(-1));
});

test("a fresh token that could not be stored at once is stored once the database is back", async () => {
  await using bench = await Bench.open(await openMemoryDb());
  const place = await bench.grant();
  let failures = 2;
  const away: Db = {
    kind: bench.db.kind,
    query: (...statement) => bench.db.query(...statement),
    transaction: (work) =>
      failures-- > 0
        ? Promise.reject(Object.assign(new Error("terminating connection"), { code: "57P01" }))
        : bench.db.transaction(work),
    close: () => bench.db.close(),
  };
  await ask({ ...bench.first, db: away }, place);
  assert.equal(failures, -1);
  assert.equal(await bench.stored(place), provider.given.at(-1));
});
