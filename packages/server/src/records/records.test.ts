import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { CrewError, type OwnedRecords, type Role, type TransferProgress, type User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

interface Line extends TransferProgress {
  readonly code?: string;
}

function recordsTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let admin: string;
  /** The host's deals, by owner. */
  const deals = new Map<string, number>();
  let hostIsAway = false;
  /** Runs once so many deals were moved, before that is told. */
  let betweenDeals: (moved: number) => Promise<void> = async () => {};

  before(async () => {
    crew = await startTestServer({
      db: await open(),
      records: {
        count: async (userId): Promise<readonly OwnedRecords[]> => [
          { kind: "deal", label: null, count: deals.get(userId) ?? 0 },
        ],
        async *transfer(fromId, toId) {
          const total = deals.get(fromId) ?? 0;
          if (hostIsAway) throw new CrewError("unavailable");
          for (let moved = 1; moved <= total; moved++) {
            deals.set(fromId, total - moved);
            deals.set(toId, (deals.get(toId) ?? 0) + 1);
            await betweenDeals(moved);
            yield { kind: "deal", moved, total };
          }
        },
      },
    });
    ({ admin } = crew.company.demoPeople);
  });
  after(() => crew[Symbol.asyncDispose]());

  const hire = async (login: string, members: Parameters<typeof userInput>[1] = {}): Promise<string> =>
    (await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login, members), headers: once() })).body.id;
  const owned = async (id: string): Promise<Record<string, number>> => {
    const { body } = await crew.ask<{ items: OwnedRecords[] }>(admin, `GET /v1/users/${id}/records`);
    return Object.fromEntries(body.items.map(({ kind, count }) => [kind, count]));
  };
  const give = async (ownerId: string, count: number): Promise<void> => {
    await crew.server.db.query(
      `insert into contacts (tenant_id, id, name, sort_name, owner_id, phones, search)
       select 'main', $1 || '-' || n, 'Contact ' || n, 'contact ' || n, $1, '{}', '' from generate_series(1, ${count}) n`,
      [ownerId],
    );
  };
  const ask = async (fromId: string, toId: string, actor = admin): Promise<Response> =>
    crew.raw(`POST /v1/users/${fromId}/records/transfer`, {
      headers: { Authorization: `Bearer ${await crew.token(actor)}`, "Content-Type": "application/json" },
      body: JSON.stringify({ toId }),
    });
  const transfer = async (fromId: string, toId: string): Promise<readonly Line[]> => {
    const response = await ask(fromId, toId);
    const text = await response.text();
    assert.equal(response.status, 200, text);
    return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
  };

  test("all that somebody owns goes to another, told batch by batch, and then nothing is left", async () => {
    const [from, to] = [await hire("giver"), await hire("taker")];
    await give(from, 1100);
    deals.set(from, 2);
    assert.deepEqual(await owned(from), { contact: 1100, deal: 2 });
    assert.deepEqual(await transfer(from, to), [
      { kind: "contact", moved: 500, total: 1100 },
      { kind: "contact", moved: 1000, total: 1100 },
      { kind: "contact", moved: 1100, total: 1100 },
      { kind: "deal", moved: 1, total: 2 },
      { kind: "deal", moved: 2, total: 2 },
    ]);
    assert.deepEqual([await owned(from), await owned(to)], [{}, { contact: 1100, deal: 2 }]);
    assert.deepEqual(await transfer(from, to), [], "asked again, nothing is left to do");
    const records = await crew.server.db.query<{ actor_id: string; moved: number }>(
      `select actor_id, coalesce(jsonb_array_length(after->'ids'), (after->>'count')::int) as moved from audit_records
       where action = 'records.transfer' and record_id = $1 order by seq`,
      [from],
    );
    assert.deepEqual(
      records.map(({ actor_id, moved }) => [actor_id, moved]),
      [500, 500, 100, 1, 1].map((moved) => [admin, moved]),
    );
  });

  test("a transfer whose reader leaves keeps what was told, and is gone on with", async () => {
    const [from, to] = [await hire("left.giver"), await hire("left.taker")];
    await give(from, 1600);
    const reader = (await ask(from, to)).body!.pipeThrough(new TextDecoderStream()).getReader();
    const { value } = await reader.read();
    assert.equal((JSON.parse(value!) as Line).moved, 500);
    await reader.cancel();
    assert.ok((await owned(to))["contact"]! >= 500, "what was told is done");
    const rest = await transfer(from, to);
    assert.ok(rest.length > 0 && rest.at(-1)!.moved <= 1100, "what was done is not done again");
    assert.deepEqual(await owned(to), { contact: 1600 });
  });

  test("a host that breaks off is told after what was done", async () => {
    const [from, to] = [await hire("broken.giver"), await hire("broken.taker")];
    await give(from, 3);
    deals.set(from, 1);
    hostIsAway = true;
    const lines = await transfer(from, to);
    hostIsAway = false;
    assert.deepEqual(
      lines.map(({ kind, code }) => kind ?? code),
      ["contact", "unavailable"],
    );
    assert.deepEqual(await owned(from), { deal: 1 });
    await transfer(from, to);
    assert.deepEqual(await owned(from), {});
  });

  test("records go to an active other user only, by whoever manages the owner", async () => {
    const [from, blocked] = [await hire("sure.giver"), await hire("blocked.taker")];
    await crew.server.db.query("update users set state = 'blocked' where id = $1", [blocked]);
    await give(from, 1);
    const refusal = async (toId: string, actor = admin): Promise<object> => {
      const response = await ask(from, toId, actor);
      const { code, errors = [] } = (await response.json()) as { code: string; errors?: readonly object[] };
      return [code, ...errors];
    };
    assert.deepEqual(await refusal("u-none"), ["validation", { pointer: "/toId", code: "not_found" }]);
    for (const id of [blocked, from])
      assert.deepEqual(await refusal(id), ["validation", { pointer: "/toId", code: "not_allowed" }]);
    const { manager, head } = crew.company.demoPeople;
    assert.deepEqual(await refusal(admin, manager), ["forbidden"]);
    assert.deepEqual(await owned(from), { contact: 1 });
    const elsewhere = await hire("elsewhere.giver", { departmentId: "d-support" });
    assert.equal((await crew.ask(head, `GET /v1/users/${elsewhere}/records`)).status, 404);
  });

  const hireHead = async (login: string, roleIds: readonly string[]): Promise<string> =>
    hire(login, { departmentId: "d-sales", roleIds });
  const role = async (name: string, grants: Role["grants"]): Promise<string> =>
    (await crew.ask<Role>(admin, "POST /v1/roles", { body: { name, description: "", grants }, headers: once() })).body
      .id;
  const refused = async (fromId: string, toId: string, actor: string): Promise<unknown> => {
    const response = await ask(fromId, toId, actor);
    const text = await response.text(); // to its end: whoever leaves stops the transfer
    return response.status === 200 ? 200 : [response.status, (JSON.parse(text) as { code: string }).code];
  };

  test("nobody moves what a person with more rights owns", async () => {
    const manages = await role("People", { "user.manage": "department", "user.view": "department" });
    const [mover, boss] = [await hireHead("mover", [manages]), await hireHead("boss.giver", ["r-admin"])];
    const [plain, other] = [await hireHead("plain.giver", []), await hireHead("other.taker", [])];
    await give(boss, 1);
    await give(plain, 1);
    assert.deepEqual(await refused(boss, other, mover), [403, "forbidden"]);
    assert.equal((await crew.ask(mover, `GET /v1/users/${boss}/records`)).status, 403);
    assert.equal(await refused(plain, other, mover), 200);
  });

  test("nobody takes over what they may not see, neither contacts nor what the host has", async () => {
    const manages = { "user.manage": "department", "user.view": "department" } as const;
    const own = await role("Own contacts", { ...manages, "contact.view": "own", "deal.view": "own" });
    const contacts = await role("Their contacts", { ...manages, "contact.view": "department", "deal.view": "own" });
    const both = await role("All of theirs", { ...manages, "contact.view": "department", "deal.view": "department" });
    const [first, second, third] = [
      await hireHead("taker.own", [own]),
      await hireHead("taker.contacts", [contacts]),
      await hireHead("taker.both", [both]),
    ];
    const from = await hireHead("seen.giver", []);
    await give(from, 2);
    assert.deepEqual(await refused(from, first, first), [422, "validation"]);
    deals.set(from, 1);
    assert.deepEqual(await refused(from, second, second), [422, "validation"]);
    assert.deepEqual(await owned(from), { contact: 2, deal: 1 });
    assert.equal(await refused(from, third, third), 200);
    assert.deepEqual(await owned(third), { contact: 2, deal: 1 });
  });

  test("each batch of the host is written down, and none follows once the mover is blocked", async () => {
    const mover = await hireHead("host.mover", ["r-admin"]);
    const [from, to] = [await hire("host.giver"), await hire("host.taker")];
    deals.set(from, 3);
    betweenDeals = async (moved) => {
      if (moved === 2) await crew.server.db.query("update users set state = 'blocked' where id = $1", [mover]);
    };
    const text = await (await ask(from, to, mover)).text();
    betweenDeals = async () => {};
    const lines = text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line) as Line]));
    assert.deepEqual(
      lines.map(({ moved, code }) => moved ?? code),
      [1, 2, "forbidden"],
    );
    assert.deepEqual([await owned(from), await owned(to)], [{ deal: 1 }, { deal: 2 }]);
    const records = await crew.server.db.query(
      `select actor_id, before, after from audit_records where action = 'records.transfer' and record_id = $1 order by seq`,
      [from],
    );
    const entry = {
      actor_id: mover,
      before: { ownerId: from, kind: "deal", count: 1 },
      after: { ownerId: to, kind: "deal", count: 1 },
    };
    assert.deepEqual(records, [entry, entry]);
  });
}

onBothDatabases(recordsTests);
