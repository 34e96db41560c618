import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { MailSecurity } from "@crewdock/contract";
import { makeCertificate } from "../../dev/mailbox/certificate.ts";
import { createEgress } from "../../net/egress.ts";
import { createMailProbe } from "./mail-probe.ts";
import type { ProbeTimeouts } from "./open-session.ts";
import { authority, good, HOST, never, pair, probeTo, quick, start } from "./testing/bench.ts";
import { imapScript, smtpGreeting, smtpScript, type ScriptedOptions } from "./testing/scripted-server.ts";
import { collect, settingsFor } from "./testing/settings.ts";

/** The IMAP failure of a server, next to an SMTP server where everything works. */
async function imapFailure(
  t: TestContext,
  imap: Partial<ScriptedOptions>,
  security: MailSecurity = "none",
  timeouts: Partial<ProbeTimeouts> = quick,
): Promise<{ readonly code: string | undefined; readonly stage: string | undefined; readonly fix: unknown }> {
  const servers = await pair(t, { imap });
  const probe = probeTo({ 143: servers.imap.port, 587: servers.smtp.port, 993: 1 }, timeouts);
  const settings = settingsFor();
  const { report } = await collect(probe.check({ ...settings, imap: { ...settings.imap, security } }, "secret", never));
  assert.equal(report.smtp.ok, true);
  const { failure } = report.imap;
  return { code: failure?.code, stage: failure?.stage, fix: failure?.fix };
}

describe("mail check: what is wrong with a server", () => {
  it("a port that nobody listens on is refused", async (t) => {
    const { imap, smtp } = await pair(t);
    await imap.stop();
    const { report } = await collect(
      probeTo({ 143: imap.port, 587: smtp.port, 993: 1 }).check(settingsFor(), "secret", never),
    );
    assert.deepEqual([report.imap.failure?.code, report.imap.failure?.stage], ["refused", "connection"]);
  });

  it("a server that hangs up without a word resets the connection", async (t) => {
    const server = await start(t, { greeting: null });
    const { smtp } = await pair(t);
    const probe = probeTo({ 143: server.port, 587: smtp.port, 993: 1 }, { ...quick, silence: 10_000 });
    const check = collect(probe.check(settingsFor(), "secret", never));
    await server.connected();
    server.hangUp();
    assert.equal((await check).report.imap.failure?.code, "connection_reset");
  });

  it("a silent server is a greeting timeout", async (t) => {
    const { code, stage } = await imapFailure(t, { greeting: null });
    assert.deepEqual([code, stage], ["greeting_timeout", "connection"]);
  });

  it("a server that waits for TLS is found out long before the time limit, and SSL/TLS is proven as the fix", async (t) => {
    const { imap, smtp } = await pair(t, { imap: { tls: good } });
    const probe = probeTo({ 993: imap.port, 587: smtp.port, 143: 1 }, { ...quick, greeting: 20_000 });
    const settings = settingsFor();
    const { report } = await collect(
      probe.check({ ...settings, imap: { ...settings.imap, port: 993, security: "starttls" } }, "secret", never),
    );
    assert.equal(report.imap.failure?.code, "plain_on_tls_port");
    assert.deepEqual(report.imap.failure.fix, { protocol: "imap", security: "ssl" });
  });

  it("TLS towards a port that speaks plain text is told apart, and nothing is offered that does not work", async (t) => {
    const { code, stage, fix } = await imapFailure(t, {}, "ssl");
    assert.deepEqual([code, stage, fix], ["tls_on_plain_port", "encryption", null]);
  });

  it("a web server is no mail server, whichever security was chosen", async (t) => {
    const web: ScriptedOptions = {
      greeting: null,
      script: (_line, socket) => {
        socket.end("HTTP/1.1 400 Bad Request\r\n\r\n");
        return undefined;
      },
    };
    assert.equal((await imapFailure(t, web, "ssl")).code, "not_a_mail_server");
    assert.equal((await imapFailure(t, web, "none")).code, "not_a_mail_server");
    assert.equal((await imapFailure(t, { greeting: "HTTP/1.1 400 Bad Request\r\n\r\n" })).code, "not_a_mail_server");
    assert.equal((await imapFailure(t, { greeting: "SSH-2.0-OpenSSH_9.2p1\r\n" })).code, "not_a_mail_server");
  });

  it("an SMTP or POP3 server in the place of IMAP is the wrong protocol", async (t) => {
    assert.equal((await imapFailure(t, { greeting: smtpGreeting })).code, "wrong_protocol");
    assert.equal((await imapFailure(t, { greeting: smtpGreeting }, "ssl")).code, "wrong_protocol");
    assert.equal((await imapFailure(t, { greeting: "+OK POP3 ready\r\n" })).code, "wrong_protocol");
  });

  it("a line without an end, and a flood of lines, end the check", async (t) => {
    assert.equal((await imapFailure(t, { greeting: "x".repeat(100_000) })).code, "not_a_mail_server");
    const flood = "* OK still here\r\n".repeat(30_000);
    assert.equal(
      (await imapFailure(t, { script: imapScript({ LIST: flood }) }, "none", { login: 20_000 })).code,
      "unknown",
    );
  });

  it("a server without STARTTLS", async (t) => {
    assert.equal((await imapFailure(t, {}, "starttls")).code, "starttls_missing");
  });

  it("words slipped in before TLS starts are not taken for the server's", async (t) => {
    const script = imapScript({ STARTTLS: "%t OK go\r\n* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n" });
    const greeting = "* OK [CAPABILITY IMAP4rev1 STARTTLS] ready\r\n";
    assert.equal((await imapFailure(t, { greeting, script }, "starttls")).code, "tls_failed");
  });

  it("a log-in that is disabled before TLS", async (t) => {
    const greeting = "* OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] ready\r\n";
    const { code, stage } = await imapFailure(t, { greeting });
    assert.deepEqual([code, stage], ["plaintext_refused", "login"]);
  });

  it("a server that takes tokens only", async (t) => {
    const { imap, smtp } = await pair(t, {
      imap: { tls: good, greeting: "* OK [CAPABILITY IMAP4rev1 AUTH=XOAUTH2 LOGINDISABLED] ready\r\n" },
      smtp: { tls: good, script: smtpScript({ EHLO: "250-mail\r\n250 AUTH XOAUTH2\r\n" }) },
    });
    const probe = probeTo({ 993: imap.port, 465: smtp.port, 143: 1, 587: 1 });
    const { report } = await collect(
      probe.check(settingsFor({ imapPort: 993, smtpPort: 465, security: "ssl" }), "secret", never),
    );
    assert.equal(report.imap.failure?.code, "password_login_disabled");
    assert.equal(report.smtp.failure?.code, "password_login_disabled");
    assert.ok(![...imap.received, ...smtp.received].some((line) => /AUTH|LOGIN/.test(line.replace("LOGOUT", ""))));
  });

  it("a port where SMTP takes no log-in at all", async (t) => {
    const { imap, smtp } = await pair(t, { smtp: { script: smtpScript({ EHLO: "250 mail\r\n" }) } });
    const { report } = await collect(
      probeTo({ 143: imap.port, 587: smtp.port, 465: 1 }).check(settingsFor(), "secret", never),
    );
    assert.equal(report.smtp.failure?.code, "auth_not_offered");
  });

  it("a log-in that is never answered", async (t) => {
    const { code, stage } = await imapFailure(t, { script: imapScript({ AUTHENTICATE: "" }) });
    assert.deepEqual([code, stage], ["login_timeout", "login"]);
  });

  const failures: readonly (readonly [string, ReturnType<typeof makeCertificate>])[] = [
    ["tls_wrong_host", makeCertificate({ commonName: "x", names: ["other.example"], issuer: authority })],
    ["tls_self_signed", makeCertificate({ commonName: HOST, names: [HOST] })],
    [
      "tls_unknown_ca",
      makeCertificate({
        commonName: HOST,
        names: [HOST],
        issuer: makeCertificate({ commonName: "Foreign authority" }),
      }),
    ],
    [
      "tls_cert_expired",
      makeCertificate({
        commonName: HOST,
        names: [HOST],
        issuer: authority,
        notBefore: new Date(0),
        notAfter: new Date(1e12),
      }),
    ],
  ];
  for (const [code, tls] of failures) {
    it(`a certificate: ${code}`, async (t) => {
      const found = await imapFailure(t, { tls }, "ssl");
      assert.deepEqual([found.code, found.stage, found.fix], [code, "encryption", null]);
    });
  }

  it("a server that knows old TLS only", async (t) => {
    const { key, cert } = good;
    const tls = { key, cert, minVersion: "TLSv1", maxVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" } as const;
    assert.equal((await imapFailure(t, { tls }, "ssl")).code, "tls_too_old");
  });

  it("a name server that does not answer is no misspelt host", async () => {
    const lookup = async (): Promise<never> => Promise.reject(Object.assign(new Error("dns"), { code: "EAI_AGAIN" }));
    const probe = createMailProbe({ egress: createEgress({ ports: [143, 587], lookup }), providers: [] });
    const { report } = await collect(probe.check(settingsFor(), "secret", never));
    assert.deepEqual([report.imap.failure?.code, report.imap.failure?.retryable], ["dns_temporary", true]);
  });

  it("a refusal of any length is read in no time", async (t) => {
    const endless = `%t NO ${"client host imap ".repeat(3500)}\r\n`;
    assert.equal((await imapFailure(t, { script: imapScript({ AUTHENTICATE: endless }) })).code, "unknown");
  });

  it("a password without encryption goes only where the operator named host and port", async (t) => {
    const { imap, smtp } = await pair(t);
    const checked = async (allow: readonly string[]): Promise<readonly unknown[]> => {
      const egress = createEgress({ ports: [imap.port, smtp.port], allow });
      const probe = createMailProbe({ egress, providers: [], timeouts: quick });
      const settings = settingsFor({ host: "127.0.0.1", imapPort: imap.port, smtpPort: smtp.port });
      const { report } = await collect(probe.check(settings, "secret", never));
      return [report.imap.failure?.code, report.imap.failure?.stage, report.smtp.failure?.code];
    };
    assert.deepEqual(await checked(["127.0.0.1"]), ["plaintext_refused", "encryption", "plaintext_refused"]);
    assert.ok(!imap.received.some((line) => line.includes("AUTHENTICATE") || line.includes("LOGIN")));
    const named = [`127.0.0.1:${imap.port}`, `127.0.0.1:${smtp.port}`];
    assert.deepEqual(await checked(named), [undefined, undefined, undefined]);
  });

  it("an internal address and a foreign port are refused before any connection", async (t) => {
    const { imap, smtp } = await pair(t);
    const probe = createMailProbe({
      egress: createEgress({ ports: [143], allow: [`127.0.0.1:${smtp.port}`] }),
      providers: [],
      timeouts: quick,
    });
    const settings = settingsFor({ host: "127.0.0.1" });
    const { report } = await collect(
      probe.check({ ...settings, smtp: { ...settings.smtp, port: imap.port } }, "secret", never),
    );
    assert.deepEqual(
      [report.imap.failure?.code, report.imap.failure?.stage, report.smtp.failure?.code],
      ["address_refused", "name", "port_refused"],
    );
    assert.deepEqual([...imap.received, ...smtp.received], []);
  });
});
