import assert from "node:assert/strict";
import { test } from "node:test";
import type { PhoneCredentials, User } from "@crewdock/contract";
import { startTestServer, SIP_SECRET } from "../../testing/test-server.ts";
import { RegistrarFixture, registerRequest } from "./testing/registrar-fixture.ts";

test("a deactivated person's registration ends at once, and credentials that are still in time are refused", async () => {
  await using crew = await startTestServer();
  const { admin, manager } = crew.company.demoPeople;
  const fixture = await RegistrarFixture.start({
    ephemeralSecret: SIP_SECRET,
    ha1: (login) => crew.server.sipHa1(login),
    mayPlaceCall: (login) => crew.server.mayPlaceCall(login),
  });
  try {
    const user = crew.company.users.find(({ id }) => id === manager);
    const login = user?.sipAccount?.login ?? "";
    const ended = new Promise<string>((resolve) => {
      crew.server.onPhoneEnded((gone) => {
        fixture.registrar.forget(gone);
        resolve(gone);
      });
    });
    const { body } = await crew.ask<PhoneCredentials>(manager, "POST /v1/phone/credentials", { body: { use: "call" } });
    const register = async (): Promise<number> => {
      const client = await fixture.raw();
      return (await client.authenticated(registerRequest(client, login), body)).response.status;
    };
    assert.equal(await register(), 200);
    assert.equal(fixture.registrar.contacts(login).length, 1);

    const { body: stored } = await crew.ask<User>(admin, `GET /v1/users/${manager}`);
    const stopped = await crew.ask(admin, `PUT /v1/users/${manager}/state`, {
      body: { state: "deactivated" },
      headers: { "If-Match": `"${stored.version}"` },
    });
    assert.equal(stopped.status, 200);
    assert.equal(await ended, login);
    assert.equal(fixture.registrar.contacts(login).length, 0);
    assert.equal(await register(), 401);
  } finally {
    await fixture.stop();
  }
});
