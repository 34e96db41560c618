import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { MailProvider, MailServer, MailSettings } from "@crewdock/contract";
import { createMailProbe, type MailProbe } from "../../src/mail/probe/mail-probe.ts";
import { collect } from "../../src/mail/probe/testing/settings.ts";
import { createEgress } from "../../src/net/egress.ts";
import { labDomain, type MailLab, missingForMailLab, startMailLab } from "./mail-lab.ts";

const missing = await missingForMailLab();
const never = { signal: new AbortController().signal };
const ivan = `ivan@${labDomain}`;
const anna = `anna@${labDomain}`;

describe("mail check against Dovecot and Postfix", { skip: missing ? `skipped: needs ${missing}` : false }, () => {
  let lab: MailLab;
  let probe: MailProbe;
  let untrusting: MailProbe;

  before(async () => {
    lab = await startMailLab();
    const provider: MailProvider = {
      id: "lab",
      name: "Lab",
      names: {},
      domains: [lab.domain],
      featured: false,
      imap: [
        { host: lab.host, port: lab.imap.ssl, security: "ssl" },
        { host: lab.host, port: lab.imap.starttls, security: "starttls" },
      ],
      smtp: [
        { host: lab.host, port: lab.smtp.ssl, security: "ssl" },
        { host: lab.host, port: lab.smtp.starttls, security: "starttls" },
      ],
      username: { imap: "email", smtp: "email" },
      password: "account",
      help: { createUrl: null, helpUrl: null, steps: {}, hint: {} },
    };
    const egress = createEgress({
      ports: [...Object.values(lab.imap), ...Object.values(lab.smtp), 9],
      allow: ["127.0.0.0/8"],
      lookup: async (host) => {
        if (host !== lab.host) throw Object.assign(new Error("dns"), { code: "ENOTFOUND" });
        return [{ address: "127.0.0.1", family: 4 }];
      },
    });
    probe = createMailProbe({ egress, providers: [provider], ca: [lab.ca] });
    untrusting = createMailProbe({ egress, providers: [] });
  });
  after(() => lab?.stop());

  function settings(email: string, imap: Partial<MailServer> = {}, smtp: Partial<MailServer> = {}): MailSettings {
    return {
      email,
      providerId: null,
      imap: { host: lab.host, port: lab.imap.ssl, security: "ssl", username: email, ...imap },
      smtp: { host: lab.host, port: lab.smtp.ssl, security: "ssl", username: email, ...smtp },
    };
  }

  async function check(
    asked: MailSettings,
    password = lab.users[asked.imap.username] ?? "",
    by: MailProbe = probe,
  ): ReturnType<typeof collect> {
    return collect(by.check(asked, password, never));
  }

  it("connects over SSL/TLS, with the folders and the sent folder in Russian", async () => {
    const { report, stages } = await check(settings(ivan));
    assert.equal(report.ok, true, JSON.stringify(report));
    assert.equal(stages.filter((each) => each.endsWith(" ok")).length, 10);
    assert.deepEqual(report.sent, { path: "Отправленные", by: "special-use" });
    assert.deepEqual(report.folders.map((each) => [each.name, each.specialUse]).sort(), [
      ["INBOX", "inbox"],
      ["Клиенты/Отправлено из CRM", null],
      ["Корзина", "trash"],
      ["Отправленные", "sent"],
      ["Спам", "junk"],
      ["Черновики", "drafts"],
    ]);
  });

  it("connects over STARTTLS", async () => {
    const starttls = { security: "starttls" } as const;
    const { report } = await check(
      settings(ivan, { ...starttls, port: lab.imap.starttls }, { ...starttls, port: lab.smtp.starttls }),
    );
    assert.equal(report.ok, true, JSON.stringify(report));
  });

  it("logs in with a password in Cyrillic, and with a colon in it", async () => {
    for (const email of [anna, `petr@${labDomain}`]) {
      const { report } = await check(settings(email));
      assert.equal(report.ok, true, JSON.stringify(report));
    }
  });

  it("picks the sent folder by its name where the server marks none, and no decoy", async () => {
    const { report } = await check(settings(ivan, { port: lab.imap.unmarked }));
    assert.deepEqual(report.sent, { path: "Отправленные", by: "name" });
  });

  it("mends a wrong port or security with a fix that then works", async () => {
    for (const wrong of [
      { imap: { port: 9 }, smtp: { port: 9 }, codes: ["refused", "refused"] },
      {
        imap: { port: lab.imap.starttls },
        smtp: { port: lab.smtp.starttls },
        codes: ["tls_on_plain_port", "tls_on_plain_port"],
      },
      {
        imap: { security: "starttls" },
        smtp: { security: "starttls" },
        codes: ["plain_on_tls_port", "plain_on_tls_port"],
      },
      {
        imap: { host: "mial.crewdock-lab.test" },
        smtp: { port: lab.smtp.noAuth, security: "starttls" },
        codes: ["dns_not_found", "auth_not_offered"],
      },
      {
        imap: { port: lab.smtp.starttls, security: "starttls" },
        smtp: { port: lab.imap.starttls, security: "starttls" },
        codes: ["wrong_protocol", "wrong_protocol"],
      },
    ] as const) {
      const asked = settings(ivan, wrong.imap, wrong.smtp);
      const { report } = await check(asked);
      assert.deepEqual([report.imap.failure?.code, report.smtp.failure?.code], wrong.codes);
      const { protocol: first, ...imap } = report.imap.failure!.fix!;
      const { protocol: second, ...smtp } = report.smtp.failure!.fix!;
      assert.deepEqual([first, second], ["imap", "smtp"]);
      const mended = await check({ ...asked, imap: { ...asked.imap, ...imap }, smtp: { ...asked.smtp, ...smtp } });
      assert.equal(mended.report.ok, true, JSON.stringify({ wrong, imap, smtp, report: mended.report }));
    }
  });

  it("does not connect past a certificate that is not right", async () => {
    const wrong = await check(settings(ivan, { port: lab.imap.wrongHost }, { port: lab.smtp.expired }));
    assert.deepEqual(
      [wrong.report.imap.failure?.code, wrong.report.smtp.failure?.code],
      ["tls_wrong_host", "tls_cert_expired"],
    );
    assert.equal(
      (await check(settings(ivan, { port: lab.imap.selfSigned }))).report.imap.failure?.code,
      "tls_self_signed",
    );
    const foreign = await check(settings(ivan), undefined, untrusting);
    assert.equal(foreign.report.imap.failure?.code, "tls_unknown_ca");
  });

  it("finds at set-up that the log-in may not send as this address", async () => {
    const asked = { ...settings(ivan), email: `alias@${labDomain}` };
    const { report, stages } = await check(asked);
    assert.deepEqual(
      [report.imap.ok, report.smtp.failure?.code, report.smtp.failure?.stage],
      [true, "sender_not_allowed", "sender"],
    );
    assert.ok(stages.includes("smtp login ok"));
    assert.ok(!/alias@|ivan@/.test(report.smtp.failure?.serverText ?? ""), report.smtp.failure?.serverText ?? "");
  });

  it("calls a wrong password a wrong password, and repeats it nowhere", async () => {
    const { report } = await check(settings(ivan), "not-the-Пароль");
    assert.deepEqual([report.imap.failure?.code, report.smtp.failure?.code], ["bad_login", "bad_login"]);
    assert.deepEqual([report.imap.failure?.stage, report.smtp.failure?.stage], ["login", "login"]);
    assert.ok(!JSON.stringify(report).includes("not-the"));
  });
});
