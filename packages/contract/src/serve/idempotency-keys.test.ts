import assert from "node:assert/strict";
import { test } from "node:test";
import { defineAdapter } from "../adapter.ts";
import type { Problem } from "../errors/problem.ts";
import { serveAdapter } from "./serve.ts";

const node = { version: "1", name: "North", parentId: null } as const;
let made = 0;
const adapter = defineAdapter({
  id: "test",
  contract: "1.0",
  ports: {
    org: {
      createDepartment: async () => ({ ...node, id: `d-${String(++made)}`, headId: null }),
      createGroup: async () => ({ ...node, id: `g-${String(++made)}`, kind: "team" as const }),
    },
  },
});
const handle = serveAdapter({
  actingFor: ({ headers }) => ({ actorId: headers.get("authorization") ?? "", adapter }),
});

function create(kind: string, body: object, actor = "ewa"): Promise<Response> {
  const headers = { Authorization: actor, "Idempotency-Key": "key-1", "Content-Type": "application/json" };
  const init = { method: "POST", headers, body: JSON.stringify(body) };
  return handle(new Request(`http://backend.test/v1/organisation/${kind}`, init));
}

test("a key is its person's own and stands for one request, whatever the verb", async () => {
  const department = { name: "North", parentId: null, headId: null };
  const first = await create("departments", department);
  assert.equal(first.status, 200);
  assert.deepEqual(await (await create("departments", department)).json(), await first.json());
  const elsewhere = await create("groups", { name: "North", parentId: null, kind: "team" });
  assert.equal(elsewhere.status, 422);
  assert.deepEqual(((await elsewhere.json()) as Problem).errors, [{ pointer: "/idempotencyKey", code: "mismatch" }]);
  assert.equal((await create("groups", { name: "North", parentId: null, kind: "team" }, "jan")).status, 200);
});
