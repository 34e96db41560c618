import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { MailProbeError } from "./mail-probe.ts";
import { good, never, pair, probeTo } from "./testing/bench.ts";
import { imapScript, smtpScript, type Script } from "./testing/scripted-server.ts";
import { collect, settingsFor } from "./testing/settings.ts";

describe("mail check", () => {
  it("tells each stage as it starts and ends, for both protocols, and reports the folders", async (t) => {
    const { imap, smtp } = await pair(t, { imap: { tls: good }, smtp: { tls: good } });
    const probe = probeTo({ 993: imap.port, 465: smtp.port });
    const settings = settingsFor({ imapPort: 993, smtpPort: 465, security: "ssl" });
    const { report, stages } = await collect(probe.check(settings, "secret", never));
    assert.equal(report.ok, true, JSON.stringify(report));
    for (const [protocol, last] of [
      ["imap", "folders"],
      ["smtp", "sender"],
    ] as const) {
      assert.deepEqual(
        stages.filter((each) => each.startsWith(protocol)),
        ["name", "connection", "encryption", "login", last].flatMap((stage) => [
          `${protocol} ${stage} running`,
          `${protocol} ${stage} ok`,
        ]),
      );
    }
    assert.deepEqual(report.sent, { path: "Отправленные", by: "special-use" });
    assert.deepEqual(
      report.folders.map((each) => [each.name, each.specialUse]),
      [
        ["INBOX", "inbox"],
        ["Отправленные", "sent"],
      ],
    );
  });

  it("opens a letter to oneself and takes it back without sending a byte of it", async (t) => {
    const { imap, smtp } = await pair(t);
    await collect(probeTo({ 143: imap.port, 587: smtp.port }).check(settingsFor(), "secret", never));
    const envelope = smtp.received.filter((line) => !/^(?:EHLO|AUTH)/.test(line));
    assert.deepEqual(envelope.slice(0, 3), ["MAIL FROM:<ivan@lab.example>", "RCPT TO:<ivan@lab.example>", "RSET"]);
    assert.ok(!smtp.received.includes("DATA"));
  });

  it("logs in with a password in Cyrillic, by SASL and by LOGIN", async (t) => {
    const password = 'Пароль "из\\ писем';
    const login: string[] = [];
    let expectLiteral = false;
    const old: Script = (line, socket) => {
      if (expectLiteral) login.push(Buffer.from(line, "latin1").toString("utf8"));
      expectLiteral = / \{\d+\}$/.test(line);
      if (expectLiteral) return "+ go on\r\n";
      if (login.length === 1 && line.startsWith("Пар")) return undefined;
      if (login.length === 1 && !/^\w+ (?:LOGIN|CAPABILITY|LIST|LOGOUT)/.test(line)) return "C1 OK in\r\n";
      return imapScript()(line, socket);
    };
    const { imap, smtp } = await pair(t, { imap: { greeting: "* OK [CAPABILITY IMAP4rev1] old\r\n", script: old } });
    const { report } = await collect(probeTo({ 143: imap.port, 587: smtp.port }).check(settingsFor(), password, never));
    assert.equal(report.ok, true, JSON.stringify(report));
    assert.deepEqual(login, [password]);
    const sasl = smtp.received.find((line) => line.startsWith("AUTH PLAIN "))?.slice("AUTH PLAIN ".length);
    assert.equal(Buffer.from(sasl ?? "", "base64").toString("utf8"), `\0ivan@lab.example\0${password}`);
  });

  it("reports one protocol as failed and the other as working", async (t) => {
    const { imap, smtp } = await pair(t, { smtp: { script: smtpScript({ AUTH: "535 5.7.8 bad credentials\r\n" }) } });
    const { report, stages } = await collect(
      probeTo({ 143: imap.port, 587: smtp.port }).check(settingsFor(), "secret", never),
    );
    assert.deepEqual([report.ok, report.imap.ok, report.smtp.ok], [false, true, false]);
    assert.deepEqual(
      stages.slice(stages.indexOf("smtp login failed")).filter((each) => each.startsWith("smtp")),
      ["smtp login failed", "smtp sender skipped"],
    );
    assert.equal(report.sent?.path, "Отправленные");
  });
});

describe("mail check: cancelling", () => {
  it("closes both connections at once and reports 'cancelled'", async (t) => {
    const silent = { AUTHENTICATE: "", AUTH: "" };
    const { imap, smtp } = await pair(t, {
      imap: { script: imapScript(silent) },
      smtp: { script: smtpScript(silent) },
    });
    const controller = new AbortController();
    const probe = probeTo({ 143: imap.port, 587: smtp.port }, {});
    const closed = Promise.all([imap.closed(), smtp.closed()]);
    const waiting = new Set(["imap", "smtp"]);
    for await (const event of probe.check(settingsFor(), "secret", controller)) {
      if (event.type === "stage" && event.stage === "login" && event.state === "running")
        waiting.delete(event.protocol);
      if (waiting.size === 0) controller.abort();
      if (event.type !== "report") continue;
      assert.deepEqual([event.report.imap.failure?.code, event.report.smtp.failure?.code], ["cancelled", "cancelled"]);
    }
    await closed;
  });

  it("happens by itself when the consumer leaves the loop", async (t) => {
    const { imap, smtp } = await pair(t, { imap: { greeting: null }, smtp: { greeting: null } });
    const closed = Promise.all([imap.closed(), smtp.closed()]);
    const connected = Promise.all([imap.connected(), smtp.connected()]);
    for await (const event of probeTo({ 143: imap.port, 587: smtp.port }, {}).check(settingsFor(), "secret", never)) {
      if (event.type === "stage" && event.stage === "connection") await connected;
      if (event.type === "stage" && event.stage === "connection") break;
    }
    await closed;
  });

  it("ends the whole check at its time limit, each protocol with the stage it was in", async (t) => {
    const { imap, smtp } = await pair(t, { imap: { greeting: null }, smtp: { script: smtpScript({ AUTH: "" }) } });
    const probe = probeTo({ 143: imap.port, 587: smtp.port, 993: 1 }, { total: 300, silence: 10_000, fix: 100 });
    const { report } = await collect(probe.check(settingsFor(), "secret", never));
    assert.deepEqual([report.imap.failure?.code, report.smtp.failure?.code], ["connect_timeout", "login_timeout"]);
  });
});

describe("folders of a mailbox", () => {
  it("are listed without touching SMTP", async (t) => {
    const { imap, smtp } = await pair(t);
    const found = await probeTo({ 143: imap.port, 587: smtp.port }).folders(settingsFor(), "secret", never);
    assert.equal(found.sent?.path, "Отправленные");
    assert.deepEqual(smtp.received, []);
  });

  it("cannot be listed with a wrong password", async (t) => {
    const { imap, smtp } = await pair(t, {
      imap: { script: imapScript({ AUTHENTICATE: "%t NO [AUTHENTICATIONFAILED] no\r\n" }) },
    });
    await assert.rejects(
      probeTo({ 143: imap.port, 587: smtp.port }).folders(settingsFor(), "secret", never),
      (error) =>
        error instanceof MailProbeError && error.failure.code === "bad_login" && !String(error).includes("secret"),
    );
  });
});
