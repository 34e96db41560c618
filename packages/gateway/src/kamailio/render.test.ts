import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  GatewayError,
  isKamailioInstalled,
  renderKamailioConfig,
  startKamailio,
  type KamailioOptions,
} from "../index.ts";

const OPTIONS: KamailioOptions = {
  dir: "/var/lib/crewdock",
  port: 5060,
  domain: "crewdock.test",
  ephemeralSecret: "a shared secret",
  subscribers: [{ user: "desk", password: "pw-desk" }],
  allowOrigins: ["https://crm.example"],
};
const skip = isKamailioInstalled() ? false : "skipped: needs kamailio";

function withCode(code: string): (error: unknown) => boolean {
  return (error) => error instanceof GatewayError && error.code === code;
}

describe("the rendered Kamailio configuration", () => {
  test("listens on loopback alone", () => {
    const listens = renderKamailioConfig(OPTIONS)["kamailio.cfg"]?.match(/^listen=.*$/gm);
    assert.deepEqual(listens, ["listen=udp:127.0.0.1:5060", "listen=tcp:127.0.0.1:5060"]);
  });

  test("holds MD5(user:domain:password) and no password", () => {
    const files = renderKamailioConfig(OPTIONS);
    assert.match(files["dbtext/subscriber"] ?? "", /^desk:crewdock\.test:[0-9a-f]{32}$/m);
    assert.ok(!JSON.stringify(files).includes("pw-desk"));
  });

  test("refuses values that would be read as configuration, without repeating them", () => {
    const hostile: readonly Partial<KamailioOptions>[] = [
      { domain: 'a"; exit;' },
      { ephemeralSecret: 'x")\nloadmodule "exec.so' },
      { ephemeralSecret: "back\\slash" },
      { ephemeralSecret: "" },
      { allowOrigins: ['https://x" || 1'] },
      { allowOrigins: [] },
      { subscribers: [{ user: "a:b\nc", password: "hostile" }] },
      { dir: "/tmp/a b" },
      { port: 0 },
    ];
    for (const part of hostile) {
      assert.throws(
        () => renderKamailioConfig({ ...OPTIONS, ...part }),
        (error) => withCode("invalid_option")(error) && !String(error).includes("hostile"),
        JSON.stringify(part),
      );
    }
  });
});

describe("starting Kamailio", { skip, timeout: 30_000 }, () => {
  const { dir: _dir, port: _port, ...rest } = OPTIONS;

  test("on a taken port fails with a code, and leaves nothing running", async () => {
    const first = await startKamailio(rest);
    try {
      await assert.rejects(startKamailio({ ...rest, port: first.udpPort }), withCode("did_not_start"));
    } finally {
      await first.stop();
    }
  });

  test("can be given up", async () => {
    await assert.rejects(startKamailio({ ...rest, signal: AbortSignal.abort() }), withCode("cancelled"));
  });
});
