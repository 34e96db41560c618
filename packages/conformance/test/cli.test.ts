import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { CrewError } from "@crewdock/contract";
import { serveAdapter } from "@crewdock/contract/serve";
import { createAdaptorServer } from "@hono/node-server";
import { runCli } from "../src/cli/run-cli.ts";
import type { ScoreCard } from "../src/cli/score-card.ts";

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function cli(args: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
  const texts = { out: "", err: "" };
  const code = await runCli(args, {
    environment,
    write: (text) => (texts.out += text),
    warn: (text) => (texts.err += text),
  });
  return { code, ...texts };
}

describe("the command", () => {
  const memory = createMemoryAdapter();
  const { admin, head, manager } = memory.company.demoPeople;
  const tokens: Readonly<Record<string, string>> = {
    "token-of-the-admin": admin,
    "token-of-the-head": head,
    "token-of-the-manager": manager,
  };
  const fetch = serveAdapter({
    basePath: "/crm",
    actingFor: (request) => {
      const actorId = tokens[request.headers.get("authorization")?.slice("Bearer ".length) ?? ""];
      if (actorId === undefined) throw new CrewError("unauthenticated");
      return { actorId, adapter: memory.as(actorId) };
    },
  });
  let http: Server;
  let url: string;
  let folder: string;
  before(async () => {
    http = createAdaptorServer({ fetch }) as Server;
    http.listen(0, "127.0.0.1");
    await once(http, "listening");
    url = `http://127.0.0.1:${String((http.address() as AddressInfo).port)}/crm/v1`;
    folder = await mkdtemp(join(tmpdir(), "crewdock-cli-"));
  });
  after(async () => {
    http.closeAllConnections();
    http.close();
    await rm(folder, { recursive: true });
  });

  test("prints a score card, counts by port, and ends with 0", async () => {
    const all = ["--url", url, "--token", "token-of-the-admin", "--only", "roles", "--seed", "7"];
    const { code, out } = await cli(all, {
      CREWDOCK_TOKEN_LIMITED: "token-of-the-head",
      CREWDOCK_TOKEN_NOBODY: "token-of-the-manager",
    });
    assert.equal(code, 0, out);
    assert.match(out, /seed 7/);
    assert.match(out, /^ {2}roles +\d+ passed +0 failed/m);
    assert.match(out, /^100 %: (\d+) of \1 passed, 0 failed/m);
  });

  test("skips by name what needs an actor that was not given", async () => {
    const { code, out } = await cli(["--url", url, "--token", "token-of-the-admin", "--only", "rights", "--json"]);
    const card = JSON.parse(out) as ScoreCard;
    assert.equal(code, 0);
    assert.ok(card.skipped > 20 && card.failed === 0);
    assert.ok(card.cases.some(({ reason }) => reason === "no nobody actor was given"));
  });

  test("tells of a failure the request, the answer, what was expected, and a hint; never a token", async () => {
    const real = memory.ports.users.get;
    const broken = { ...memory, ports: { ...memory.ports, users: { ...memory.ports.users, get: real } } };
    broken.ports.users.get = async (input, context) => ({
      ...(await real(input, context)),
      email: "token-of-the-admin",
    });
    const serve = serveAdapter({ actingFor: () => ({ actorId: admin, adapter: broken }) });
    const server = createAdaptorServer({ fetch: serve }) as Server;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
    const args = ["--url", at, "--token", "token-of-the-admin", "--only", "users: stores a new user as it was sent"];
    const { code, out } = await cli(args);
    server.closeAllConnections();
    server.close();
    assert.equal(code, 1);
    assert.match(out, /^FAILED {2}users: stores a new user as it was sent, and reads it back$/m);
    assert.match(out, /^ {2}request {3}GET \/v1\/users\//m);
    assert.match(out, /^ {2}answer {4}200 \{/m);
    assert.match(out, /^ {2}expected {2}\{/m);
    assert.match(out, /^ {2}hint {6}\S/m);
    assert.ok(!out.includes("token-of-the-admin"), "a token was printed");
    assert.ok(!out.includes("Tungsten"), "a password was printed");
  });

  test("says once that the administrator was locked out, and ends with 1", async () => {
    let isBlocked = false;
    const { get, setState } = memory.ports.users;
    const users: typeof memory.ports.users = {
      ...memory.ports.users,
      setState: async (input, context) => {
        if (input.id !== admin) return setState(input, context);
        isBlocked = true;
        return get(input, context);
      },
    };
    const serve = serveAdapter({
      actingFor: () => {
        if (isBlocked) throw new CrewError("forbidden");
        return { actorId: admin, adapter: { ...memory, ports: { ...memory.ports, users } } };
      },
    });
    const server = createAdaptorServer({ fetch: serve }) as Server;
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const at = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}/v1`;
    const { code, out } = await cli(["--url", at, "--token", "token-of-the-admin", "--only", "users"]);
    server.closeAllConnections();
    server.close();
    assert.equal(code, 1);
    assert.match(out, /^STOPPED: the administrator lost their rights in case "users: lets nobody block themselves"/m);
    assert.match(out, / 1 failed, /);
  });

  test("reads a token from a file each time", async () => {
    const path = join(folder, "token");
    await writeFile(path, "token-of-the-admin\n");
    const { code } = await cli(["--url", url, "--token", `@${path}`, "--only", "session.me: answers"]);
    assert.equal(code, 0);
  });

  test("says what is wrong when it cannot begin", async () => {
    const refused = await cli(["--url", url, "--token", "unknown-token", "--only", "session"]);
    assert.equal(refused.code, 2);
    assert.match(refused.err, /cannot begin at .*: unauthenticated/);
    assert.match(refused.err, /answer {4}401/);
    assert.ok(!refused.err.includes("unknown-token"));
    const elsewhere = await cli(["--url", url.replace("/crm", ""), "--token", "token-of-the-admin"]);
    assert.equal(elsewhere.code, 2);
    assert.match(elsewhere.err, /hint {6}Is the base path right\?/);
  });

  for (const [args, message] of [
    [[], /--url is missing/],
    [["--url", "ftp://x"], /--token is missing/],
    [["--url", "ftp://x", "--token", "t"], /http\(s\) address/],
    [["--url", "http://x/v1", "--token", "t", "--seed", "x"], /whole number/],
    [["--url", "http://x/v1", "--token", "t", "--only", "no such thing"], /no case has/],
    [["--url", "http://x/v1", "--token", "t", "--excuse", "no such case=why"], /there is no case/],
    [["--unknown"], /unknown/i],
  ] as const) {
    test(`refuses ${args.join(" ") || "nothing"}`, async () => {
      const { code, err } = await cli(args);
      assert.equal(code, 2);
      assert.match(err, message);
    });
  }

  test("helps, and lists the cases", async () => {
    assert.match((await cli(["--help"])).out, /--token-limited/);
    const { out } = await cli(["--list", "--only", "faults"]);
    assert.ok(out.split("\n").length > 12);
  });

  test("skips an excused case with the reason", async () => {
    const name = "session: takes pages of at least 50";
    const { out } = await cli([
      "--url",
      url,
      "--token",
      "token-of-the-admin",
      "--only",
      name,
      "--excuse",
      `${name}=old system`,
    ]);
    assert.match(out, /1 {2}old system/);
  });
});
