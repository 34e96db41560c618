import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { ephemeralPassword, mintEphemeral, parseEphemeralName } from "./ephemeral-credentials.ts";

const REQUEST = { user: "1042", use: "call", secret: "north", ttlSeconds: 300, now: 1_700_000_000_900 } as const;

describe("short-lived SIP credentials", () => {
  test("are the expiry, the user and the use, signed with the secret", () => {
    const credentials = mintEphemeral(REQUEST);
    assert.deepEqual(credentials, {
      username: "1700000300:1042:call",
      // printf %s 1700000300:1042:call | openssl dgst -sha1 -hmac north -binary | base64
      password: "x3vYVIDAAGvEN6p22thWXe3Vrxs=",
      expiresAt: 1_700_000_300_000,
    });
    assert.deepEqual(parseEphemeralName(credentials.username), {
      user: "1042",
      use: "call",
      expiresAt: 1_700_000_300_000,
    });
  });

  test("differ with the secret and with every part of the name", () => {
    const passwords = [
      ephemeralPassword("north", "1700000300:1042:call"),
      ephemeralPassword("south", "1700000300:1042:call"),
      ephemeralPassword("north", "1700000301:1042:call"),
      ephemeralPassword("north", "1700000300:1043:call"),
      ephemeralPassword("north", "1700000300:1042:receive"),
    ];
    assert.equal(new Set(passwords).size, passwords.length);
  });

  test("are not made for a user that would forge another part, nor without a secret or a time", () => {
    for (const user of ["1042:call", "", "a b", "a\u0000", "a\n"]) {
      assert.throws(() => mintEphemeral({ ...REQUEST, user }), RangeError);
    }
    assert.throws(() => mintEphemeral({ ...REQUEST, secret: "" }), RangeError);
    for (const ttlSeconds of [0, -1, Number.NaN])
      assert.throws(() => mintEphemeral({ ...REQUEST, ttlSeconds }), RangeError);
  });

  test("are told from the user names of accounts", () => {
    for (const name of [
      "1042",
      "1700000300:1042",
      "1700000300:1042:admin",
      "x:1042:call",
      "1:a:b:call",
      "",
      "1::call",
    ]) {
      assert.equal(parseEphemeralName(name), undefined, name);
    }
  });
});
