import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import type { AuditRecord, Page, User } from "@crewdock/contract";
import type { Db } from "../store/db.ts";
import { once, userInput } from "../testing/inputs.ts";
import { onBothDatabases } from "../testing/on-both-databases.ts";
import { startTestServer, type TestServer } from "../testing/test-server.ts";

function auditTests(open: () => Promise<Db>): void {
  let crew: TestServer;
  let admin: string;
  let people: User[];
  let started: Date;

  before(async () => {
    crew = await startTestServer({ db: await open() });
    ({ admin } = crew.company.demoPeople);
    started = crew.now;
    people = [];
    for (const login of ["audit.a", "audit.b", "audit.c"])
      people.push((await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login), headers: once() })).body);
    crew.now = new Date(started.getTime() + 60_000);
    await crew.ask(admin, `PATCH /v1/users/${people[0]!.id}`, {
      body: { serviceNumber: "A-1", password: "Violet barge 38 cinema" },
      headers: { "If-Match": `"${people[0]!.version}"` },
    });
  });
  after(() => crew[Symbol.asyncDispose]());

  const list = async (query: string): Promise<readonly AuditRecord[]> => {
    const { status, body } = await crew.ask<Page<AuditRecord>>(admin, `GET /v1/audit?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    return body.items;
  };
  const actions = async (query: string): Promise<readonly string[]> =>
    (await list(query)).map(({ action, recordId }) => `${action} ${people.findIndex(({ id }) => id === recordId)}`);

  test("the newest change comes first, with what was and what is, and no secret", async () => {
    const [newest] = await list("limit=1");
    assert.deepEqual(
      { ...newest, id: "", before: null, after: null },
      {
        id: "",
        at: crew.now.toISOString(),
        actorId: admin,
        action: "user.update",
        recordType: "user",
        recordId: people[0]!.id,
        before: null,
        after: null,
      },
    );
    assert.equal((newest!.before as User).serviceNumber, null);
    assert.equal((newest!.after as User).serviceNumber, "A-1");
    assert.doesNotMatch(JSON.stringify(newest), /Violet barge/);
  });

  test("pages go through all, also those of one moment, both ways", async () => {
    for (const direction of ["asc", "desc"]) {
      const sort = encodeURIComponent(JSON.stringify({ field: "at", direction }));
      const whole = (await list(`sort=${sort}`)).map(({ id }) => id);
      assert.equal(whole.length, 4);
      const seen: string[] = [];
      for (let cursor: string | null = ""; cursor !== null;) {
        const path: string = `GET /v1/audit?limit=1&sort=${sort}${cursor === "" ? "" : `&cursor=${cursor}`}`;
        const { body }: { body: Page<AuditRecord> } = await crew.ask<Page<AuditRecord>>(admin, path);
        seen.push(...body.items.map(({ id }) => id));
        assert.deepEqual(body.total, { value: 4, relation: "eq" });
        cursor = body.nextCursor;
      }
      assert.deepEqual(seen, whole);
    }
  });

  test("the list narrows down by record, kind, actor, time and text", async () => {
    assert.deepEqual(await actions(`recordId=${people[0]!.id}`), ["user.update 0", "user.create 0"]);
    assert.equal((await list("recordType=role")).length, 0);
    assert.equal((await list(`actorId=${admin}&recordType=user`)).length, 4);
    assert.equal((await list(`actorId=${people[0]!.id}`)).length, 0);
    const later = encodeURIComponent(crew.now.toISOString());
    assert.deepEqual(await actions(`from=${later}`), ["user.update 0"]);
    assert.deepEqual(await actions(`to=${later}`), ["user.create 2", "user.create 1", "user.create 0"]);
    assert.deepEqual(await actions("q=UPDATE"), ["user.update 0"]);
    assert.deepEqual(await actions(`q=${people[1]!.id.slice(3, 20)}`), ["user.create 1"]);
    assert.deepEqual(await actions("q=%25"), []);
  });

  test("who may not see the audit log is refused", async () => {
    assert.equal((await crew.ask(crew.company.demoPeople.manager, "GET /v1/audit")).status, 403);
  });
}

onBothDatabases(auditTests);
