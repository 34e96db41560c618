import assert from "node:assert/strict";
import { test } from "node:test";
import { contractVersion } from "@crewdock/contract";
import { json, ScriptedServer } from "./testing/scripted-server.ts";
import { failure, organisation, wire } from "./testing/wired.ts";

const major = Number(contractVersion.split(".")[0]);
const session = (contract: unknown) => ({
  user: { id: "u", name: "N", email: "n@crewdock.test", timeZone: "UTC", hasSipAccount: false },
  grants: {},
  policy: {
    rolesPerUser: "many",
    sipAccount: "optional",
    position: "optional",
    login: "email",
    password: { minLength: 15, minClasses: 0, maxLength: 128, forbidCommon: true, forbidPersonal: true },
  },
  capabilities: { contract, methods: {}, limits: { page: 200, bulk: 0 }, concurrency: "etag", removal: "none" },
});

test("the major version of this adapter and the one before are understood, with any minor", async (t) => {
  const known = [`${String(major)}.0`, `${String(major)}.99`, `${String(major - 1)}.4`];
  const server = await ScriptedServer.start(t);
  for (const version of known) {
    server.otherwise = json(200, session(version));
    const seen: unknown = await wire(server)
      .client.session.me({})
      .catch((error: unknown) => error);
    assert.doesNotMatch(String(seen), /unsupported/, version);
  }
});

test("with a server of another major version nothing is done but asking for the session, until it fits again", async (t) => {
  for (const version of [`${String(major + 1)}.0`, `${String(major - 2)}.0`, "soon", 1]) {
    const server = await ScriptedServer.start(t, json(200, session(version)), json(200, session(contractVersion)));
    const { client } = wire(server);
    const refused = await failure(client.session.me({}), "unsupported");
    assert.match(refused.message, new RegExp(`${String(version)} of the contract, this adapter ${contractVersion}`));
    await failure(client.org.read({}), "unsupported");
    await failure(client.events.subscribe({})[Symbol.asyncIterator]().next(), "unsupported");
    assert.equal(server.seen.length, 1);
    await client.session.me({}).catch(() => {});
    server.otherwise = json(200, organisation);
    assert.deepEqual(await client.org.read({}), organisation);
  }
});
