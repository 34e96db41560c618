import assert from "node:assert/strict";
import { test } from "node:test";
import type { PhoneCredentials, SipAccountInput, User } from "@crewdock/contract";
import { once, userInput } from "../../testing/inputs.ts";
import { SIP_SECRET, startTestServer } from "../../testing/test-server.ts";
import { RegistrarFixture, registerRequest } from "./testing/registrar-fixture.ts";

test("an extension that goes to somebody else takes its former owner's phone and credentials along", async () => {
  await using crew = await startTestServer();
  const { admin } = crew.company.demoPeople;
  const fixture = await RegistrarFixture.start({
    ephemeralSecret: SIP_SECRET,
    ha1: (login, credentials) => crew.server.sipHa1(login, credentials),
    mayPlaceCall: (login) => crew.server.mayPlaceCall(login),
  });
  const told: string[] = [];
  let heard = (): void => {};
  crew.server.onPhoneEnded((login) => {
    told.push(login);
    fixture.registrar.forget(login);
    heard();
  });
  const hired = async (login: string): Promise<string> => {
    const body = userInput(login, { roleIds: ["r-manager"] });
    return (await crew.ask<User>(admin, "POST /v1/users", { body, headers: once() })).body.id;
  };
  const give = async (id: string, sipAccount: SipAccountInput | null): Promise<User> => {
    const { body: user } = await crew.ask<User>(admin, `GET /v1/users/${id}`);
    const headers = { "If-Match": `"${user.version}"` };
    const answer = await crew.ask<User>(admin, `PATCH /v1/users/${id}`, { body: { sipAccount }, headers });
    assert.equal(answer.status, 200);
    return answer.body;
  };
  const credentials = async (id: string): Promise<PhoneCredentials> =>
    (await crew.ask<PhoneCredentials>(id, "POST /v1/phone/credentials", { body: { use: "call" } })).body;
  const register = async (login: string, minted: PhoneCredentials): Promise<number> => {
    const client = await fixture.raw();
    return (await client.authenticated(registerRequest(client, login), minted)).response.status;
  };
  try {
    const { id, login } = crew.company.freeSipAccounts[0]!;
    const account = { ...crew.company.freeSipAccounts[0]!, id, password: null };
    const [former, next] = [await hired("former.owner"), await hired("next.owner")];
    await give(former, account);
    const old = await credentials(former);
    assert.equal(await register(login, old), 200);

    const ended = new Promise<void>((resolve) => (heard = resolve));
    await give(former, null);
    await ended;
    assert.deepEqual(told, [login]);
    assert.equal(fixture.registrar.contacts(login).length, 0);
    assert.equal(await register(login, old), 401, "credentials of an account that nobody has");

    await give(next, account);
    assert.equal(await register(login, old), 401, "credentials of the former owner");
    const fresh = await credentials(next);
    assert.equal(await register(login, fresh), 200, "credentials minted within the second of the change");
    // A change of anything else leaves the phone alone.
    await give(next, account);
    assert.equal(await register(login, fresh), 200);
    const renamed = new Promise<void>((resolve) => (heard = resolve));
    await give(next, { ...account, login: "4711", password: "planted-sip-password" });
    await renamed;
    assert.deepEqual(told, [login, login]);
    assert.equal(await register(login, fresh), 401);
  } finally {
    await fixture.stop();
  }
});
