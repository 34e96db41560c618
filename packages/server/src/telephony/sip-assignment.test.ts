import assert from "node:assert/strict";
import { test } from "node:test";
import type { User } from "@crewdock/contract";
import { openPostgres } from "../store/postgres.ts";
import { once, userInput } from "../testing/inputs.ts";
import { needsPostgres, ownPostgres } from "../testing/own-postgres.ts";
import { startTestServer } from "../testing/test-server.ts";

test(
  "of people who take the same free SIP account at once, one gets it and the others are told",
  needsPostgres,
  async () => {
    await using postgres = await ownPostgres();
    await using crew = await startTestServer({ db: await openPostgres({ url: postgres.url }) });
    const { admin } = crew.company.demoPeople;
    const takers: User[] = [];
    for (const login of ["taker.one", "taker.two", "taker.three"])
      takers.push((await crew.ask<User>(admin, "POST /v1/users", { body: userInput(login), headers: once() })).body);
    const account = { ...crew.company.freeSipAccounts[0]!, password: null };
    const answers = await Promise.all(
      takers.map(({ id, version }) =>
        crew.ask<{ readonly errors?: unknown }>(admin, `PATCH /v1/users/${id}`, {
          body: { sipAccount: account },
          headers: { "If-Match": `"${version}"` },
        }),
      ),
    );
    assert.deepEqual(answers.map(({ status }) => status).toSorted(), [200, 409, 409]);
    for (const { status, body } of answers)
      if (status === 409) assert.deepEqual(body.errors, [{ pointer: "/sipAccount/id", code: "duplicate" }]);
  },
);
