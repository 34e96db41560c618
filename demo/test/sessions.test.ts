import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { sampleCompany } from "@crewdock/contract/sample";
import { type Demo, startDemo } from "../host/demo.ts";

const { admin, manager } = sampleCompany().demoPeople;

describe("the demo host", () => {
  let dataFolder: string;
  let demo: Demo;
  before(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "crewdock-sessions-"));
    demo = await startDemo({ dataFolder, port: 0 });
  });
  after(async () => {
    await demo.close();
    await rm(dataFolder, { recursive: true, force: true });
  });

  const post = (path: string, message: unknown, cookie = ""): Promise<Response> =>
    fetch(`${demo.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: demo.url, cookie },
      body: JSON.stringify(message),
    });
  const signIn = async (userId: string): Promise<string> => {
    const answer = await post("/host/sign-in-as", { userId });
    return answer.headers.getSetCookie()[0]?.split(";")[0] ?? "";
  };
  const nameIn = async (cookie: string): Promise<string | undefined> => {
    const answer = await fetch(`${demo.url}/host/session`, { headers: { cookie } });
    return ((await answer.json()) as { user: { name: string } | null }).user?.name;
  };
  const tokenOf = async (cookie: string): Promise<string> => {
    const answer = await post("/host/token", {}, cookie);
    return ((await answer.json()) as { token: string }).token;
  };
  const crewdock = (token: string, method: string, path: string, message?: unknown): Promise<Response> =>
    fetch(`${demo.url}/crewdock/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(message === undefined ? {} : { body: JSON.stringify(message) }),
    });

  test("is left by whoever is logged out everywhere, and by nobody else", async () => {
    const [own, theirs] = [await signIn(admin), await signIn(manager)];
    assert.ok((await nameIn(theirs)) !== undefined);
    const ended = await crewdock(await tokenOf(own), "POST", `/users/${manager}/sessions/end`, {});
    assert.equal(ended.status, 204);
    assert.equal(await nameIn(theirs), undefined);
    assert.equal((await post("/host/token", {}, theirs)).status, 401);
    assert.ok((await nameIn(own)) !== undefined);
    assert.ok((await nameIn(await signIn(manager))) !== undefined, "the next log-in works");
  });

  test("hands over deals together with contacts", async () => {
    const token = await tokenOf(await signIn(admin));
    const owned = async (id: string): Promise<Readonly<Record<string, number>>> => {
      const answer = await crewdock(token, "GET", `/users/${id}/records`);
      const { items } = (await answer.json()) as { items: readonly { kind: string; count: number }[] };
      return Object.fromEntries(items.map(({ kind, count }) => [kind, count]));
    };
    const [before, others] = [await owned(manager), await owned(admin)];
    assert.ok((before["deal"] ?? 0) > 0 && (before["contact"] ?? 0) > 0, JSON.stringify(before));
    const moving = await crewdock(token, "POST", `/users/${manager}/records/transfer`, { toId: admin });
    assert.match(await moving.text(), /"kind":"deal"/);
    assert.deepEqual(Object.values(await owned(manager)).filter(Boolean), []);
    assert.equal((await owned(admin))["deal"], (others["deal"] ?? 0) + (before["deal"] ?? 0));
  });
});
