import assert from "node:assert/strict";
import { argon2Sync } from "node:crypto";
import { after, before, test } from "node:test";
import { HOST_KEY, PASSWORD, startTestServer, type TestServer } from "../testing/test-server.ts";
import { hashPassword, isOutdatedHash, verifyPassword } from "./password-hash.ts";

/** OWASP Password Storage Cheat Sheet, Argon2id: 19 MiB, 2 passes, 1 lane, or more. */
const LEAST = { memory: 19 * 1024, passes: 2, parallelism: 1 };
const ROUNDS = 9;

let crew: TestServer;
before(async () => {
  crew = await startTestServer();
});
after(() => crew[Symbol.asyncDispose]());

function weakHash(password: string): string {
  const nonce = Buffer.alloc(16, 1);
  const costs = { memory: 1024, passes: 1, parallelism: 1 };
  const hash = argon2Sync("argon2id", { message: password, nonce, ...costs, tagLength: 32 });
  const unpadded = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");
  return `$argon2id$v=19$m=1024,t=1,p=1$${unpadded(nonce)}$${unpadded(hash)}`;
}

async function logIn(login: string, password: string): Promise<number> {
  const headers = { Authorization: `Bearer ${HOST_KEY}`, "Content-Type": "application/json" };
  const response = await crew.raw("POST /v1/logins", { headers, body: JSON.stringify({ login, password }) });
  await response.body?.cancel();
  return response.status;
}

async function storedHash(id: string): Promise<string> {
  const rows = await crew.server.db.query<{ hash: string }>("select password_hash as hash from users where id = $1", [
    id,
  ]);
  return rows[0]?.hash ?? "";
}

test("a new hash costs what is asked for at least, and has a salt of its own", async () => {
  const [one, other] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  const [, memory, passes, parallelism, salt] =
    /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([\w+/]+)\$/.exec(one) ?? [];
  assert.ok(
    Number(memory) >= LEAST.memory && Number(passes) >= LEAST.passes && Number(parallelism) >= LEAST.parallelism,
  );
  assert.ok(Buffer.from(salt ?? "", "base64").byteLength >= 16);
  assert.notEqual(one.split("$")[4], other.split("$")[4]);
});

test("a hash of former costs is still good, and made anew when its person logs in", async () => {
  const { id, login } = crew.company.users[0]!;
  await crew.server.db.query("update users set password_hash = $2 where id = $1", [id, weakHash(PASSWORD)]);
  assert.equal(await logIn(login, "wrong"), 401);
  assert.ok(isOutdatedHash(await storedHash(id)), "a wrong password changes nothing");
  assert.equal(await logIn(login, PASSWORD), 200);
  assert.ok(!isOutdatedHash(await storedHash(id)));
  assert.ok(await verifyPassword(PASSWORD, await storedHash(id)));
  assert.equal(await logIn(login, PASSWORD), 200);
});

test("an unknown login, one without a password and a wrong password take equally long to refuse", async () => {
  const [, known, without] = crew.company.users;
  await crew.server.db.query("update users set password_hash = null where id = $1", [without!.id]);
  const logins = { known: known!.login, without: without!.login, unknown: "nobody.at.all" };
  const times: Record<string, number[]> = { known: [], without: [], unknown: [] };
  for (let round = 0; round < ROUNDS; round++)
    for (const [kind, login] of Object.entries(logins)) {
      const started = performance.now();
      assert.equal(await logIn(login, "wrong"), 401);
      times[kind]?.push(performance.now() - started);
    }
  const median = (kind: string): number => times[kind]!.toSorted((a, b) => a - b)[Math.floor(ROUNDS / 2)]!;
  // a hash takes tens of milliseconds, all else one or two: one that was left out would show as a tenth
  for (const kind of ["without", "unknown"]) {
    const ratio = median(kind) / median("known");
    assert.ok(ratio > 0.5 && ratio < 2, `${kind}: ${ratio}`);
  }
});
