import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { defaultPolicy, type ImportAnswer, type User } from "@crewdock/contract";
import { once, userInput } from "../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../testing/test-server.ts";

let crew: TestServer;
let admin: string;

before(async () => {
  crew = await startTestServer({ policy: { ...defaultPolicy, login: "email" } });
  ({ admin } = crew.company.demoPeople);
});
after(() => crew[Symbol.asyncDispose]());

interface Problem {
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

const errors = ({ body }: Answer<Problem>): readonly string[] =>
  (body.errors ?? []).map(({ pointer, code }) => `${pointer} ${code}`);

test("where people log in by e-mail, neither the login nor the address is changed without the other", async () => {
  const address = "ida@crm.test";
  const { status, body: user } = await crew.ask<User>(admin, "POST /v1/users", {
    body: userInput("ida", { email: address, login: address }),
    headers: once(),
  });
  assert.equal(status, 200);
  const patch = (body: object): Promise<Answer<Problem>> =>
    crew.ask(admin, `PATCH /v1/users/${user.id}`, { body, headers: { "If-Match": `"${user.version}"` } });
  assert.deepEqual(errors(await patch({ email: "ida.new@crm.test" })), ["/login mismatch"]);
  assert.deepEqual(errors(await patch({ login: "ida" })), ["/login mismatch"]);
  const moved = await patch({ email: "ida.new@crm.test", login: "Ida.New@crm.test" });
  assert.equal(moved.status, 200);
});

test("where people log in by e-mail, nobody is made with another login", async () => {
  const answer = await crew.ask<Problem>(admin, "POST /v1/users", { body: userInput("apart"), headers: once() });
  assert.deepEqual(errors(answer), ["/login mismatch"]);
});

test("where people log in by e-mail, an import finds them by it without a login in the row", async () => {
  const row = {
    name: { last: "Лебедева", first: "Ирина" },
    email: "irina@crm.test",
    timeZone: "Europe/Moscow",
    department: { id: "d-sales" },
    password: "Copper heron 92 window", // nobody is invited here
  };
  const send = async (rows: readonly object[]): Promise<readonly string[]> => {
    const body = { matchBy: "login", dryRun: false, rows };
    const answer = await crew.ask<ImportAnswer>(admin, "POST /v1/users/import", { body, headers: once() });
    return answer.body.results.map(({ outcome }) => outcome);
  };
  assert.deepEqual(await send([row, { ...row, login: " " }]), ["created", "refused"]);
  assert.deepEqual(await send([row]), ["unchanged"]);
  assert.deepEqual(await send([{ email: "IRINA@crm.test", serviceNumber: "7" }]), ["updated"]);
});
