import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { type Catalogue, defaultCatalogue, type Role } from "@crewdock/contract";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

/** As if `deal.create` were gone, and `call.view` had lost the scope of the department, since the roles were made. */
const catalogue: Catalogue = {
  sections: defaultCatalogue.sections.map((section) => ({
    ...section,
    entities: section.entities.map((entity) => ({
      ...entity,
      actions: entity.actions
        .filter(({ key }) => key !== "deal.create")
        .map((action) =>
          action.key === "call.view"
            ? { ...action, scopes: action.scopes.filter((each) => each !== "department") }
            : action,
        ),
    })),
  })),
};

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer({ catalogue });
  ({ admin } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

const role = async (id: string): Promise<Role> => (await crew.ask<Role>(admin, `GET /v1/roles/${id}`)).body;

async function patch(id: string, body: object): Promise<Answer<Role & { readonly errors: readonly object[] }>> {
  const { version } = await role(id);
  return crew.ask(admin, `PATCH /v1/roles/${id}`, { body, headers: { "If-Match": `"${version}"` } });
}

test("a role keeps what the catalogue has lost, and can be renamed and edited beside it", async () => {
  const { grants } = await role("r-manager");
  assert.equal(grants["deal.create"], "any");
  assert.equal((await patch("r-manager", { name: "Salesperson" })).status, 200);
  const saved = await patch("r-manager", { grants: { ...grants, "contact.export": "own" } });
  assert.deepEqual([saved.status, saved.body.errors], [200, undefined]);
  const { "deal.create": kept, "contact.export": added } = (await role("r-manager")).grants;
  assert.deepEqual([kept, added], ["any", "own"]);

  const head = (await role("r-head")).grants;
  assert.equal(head["call.view"], "department");
  assert.equal((await patch("r-head", { grants: { ...head, "contact.export": "own" } })).status, 200);
});

test("what the catalogue lacks is neither granted anew nor to another extent, and can be let go", async () => {
  const { grants } = await role("r-manager");
  for (const changed of [{ "deal.create": "own" }, { "call.view": "department" }, { "deal.fly": "any" }]) {
    const { status, body } = await patch("r-manager", { grants: { ...grants, ...changed } });
    const pointer = `/grants/${Object.keys(changed)[0]!}`;
    assert.deepEqual([status, body.errors], [422, [{ pointer, code: "invalid_option" }]]);
  }
  const { "deal.create": gone, ...rest } = grants;
  assert.ok(gone);
  assert.equal((await patch("r-manager", { grants: rest })).status, 200);
});
