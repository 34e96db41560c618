import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { MailProvider } from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { createEgress } from "../../net/egress.ts";
import { createMailProbe } from "./mail-probe.ts";
import { authority, good, HOST, never, pair, probeTo, quick } from "./testing/bench.ts";
import { imapScript } from "./testing/scripted-server.ts";
import { collect, settingsFor } from "./testing/settings.ts";

describe("mail check: fixes and links", () => {
  const lab: MailProvider = {
    ...mailProviders[0]!,
    id: "lab",
    domains: ["lab.example"],
    imap: [{ host: HOST, port: 993, security: "ssl" }],
    smtp: [{ host: HOST, port: 587, security: "starttls" }],
    username: { imap: "localpart", smtp: "email" },
    help: {
      ...mailProviders[0]!.help,
      createUrl: "https://id.lab.example/passwords",
      helpUrl: "https://help.lab.example/",
    },
  };

  it("offer the provider's own server once it has been reached", async (t) => {
    const { imap, smtp } = await pair(t, { imap: { tls: good } });
    const probe = probeTo({ 993: imap.port, 587: smtp.port, 144: 1 }, quick, [lab]);
    const { report } = await collect(probe.check(settingsFor({ imapPort: 144 }), "secret", never));
    assert.equal(report.imap.failure?.code, "refused");
    assert.deepEqual(report.imap.failure.fix, { protocol: "imap", port: 993, security: "ssl" });
    assert.ok(!imap.received.some((line) => line.includes("AUTHENTICATE")), "a fix is proven without the password");
  });

  it("offer the known host that was misspelt", async (t) => {
    const { imap } = await pair(t, { imap: { tls: good } });
    const egress = createEgress({
      ports: [993, 587, imap.port],
      allow: ["127.0.0.1"],
      lookup: async (host) => {
        if (host !== HOST) throw Object.assign(new Error("dns"), { code: "ENOTFOUND" });
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    const here = { ...lab, domains: [], imap: [{ host: HOST, port: imap.port, security: "ssl" as const }] };
    const probe = createMailProbe({ egress, providers: [here], ca: [authority.cert], timeouts: quick });
    const settings = settingsFor({ host: "mial.lab.example" });
    const { report } = await collect(
      probe.check({ ...settings, imap: { ...settings.imap, port: imap.port, security: "ssl" } }, "secret", never),
    );
    assert.equal(report.imap.failure?.code, "dns_not_found");
    assert.deepEqual(report.imap.failure.fix, { protocol: "imap", host: HOST });
  });

  it("offer the user name that the provider's rule asks for, and the page for passwords", async (t) => {
    const { imap, smtp } = await pair(t, {
      imap: { tls: good, script: imapScript({ AUTHENTICATE: "%t NO [AUTHENTICATIONFAILED] no\r\n" }) },
    });
    const settings = settingsFor({ imapPort: 993, security: "none" });
    const { report } = await collect(
      probeTo({ 993: imap.port, 587: smtp.port }, quick, [lab]).check(
        { ...settings, imap: { ...settings.imap, security: "ssl" } },
        "secret",
        never,
      ),
    );
    assert.equal(report.imap.failure?.code, "bad_login");
    assert.deepEqual(report.imap.failure.fix, { protocol: "imap", username: "ivan" });
    assert.equal(report.imap.failure.link, "https://id.lab.example/passwords");
  });

  it("take a link from the server only where it lies on the provider's own hosts", async (t) => {
    for (const [url, link] of [
      ["https://account.lab.example/unlock?session=1", "https://account.lab.example/unlock"],
      ["https://lab.example.evil.example/unlock", "https://help.lab.example/"],
      ["https://evil.example/@lab.example", "https://help.lab.example/"],
      ["javascript:alert(1)", "https://help.lab.example/"],
    ]) {
      const { imap, smtp } = await pair(t, {
        imap: {
          tls: good,
          script: imapScript({ AUTHENTICATE: `%t NO Please log in via your web browser: ${url}\r\n` }),
        },
      });
      const settings = settingsFor({ imapPort: 993 });
      const { report } = await collect(
        probeTo({ 993: imap.port, 587: smtp.port }, quick, [lab]).check(
          { ...settings, imap: { ...settings.imap, security: "ssl" } },
          "secret",
          never,
        ),
      );
      assert.equal(report.imap.failure?.link, link);
    }
  });
});
