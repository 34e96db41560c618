import assert from "node:assert/strict";
import { describe, it, type TestContext } from "node:test";
import type { MailProvider, MailSecurity } from "@crewdock/contract";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { makeCertificate } from "../../dev/mailbox/certificate.ts";
import { createEgress } from "../../net/egress.ts";
import { createMailProbe, MailProbeError } from "./mail-probe.ts";
import type { ProbeTimeouts } from "./open-session.ts";
import {
  imapGreeting,
  imapScript,
  leadTo,
  type Script,
  type ScriptedOptions,
  type ScriptedServer,
  smtpGreeting,
  smtpScript,
  startScripted,
} from "./testing/scripted-server.ts";
import { collect, settingsFor } from "./testing/settings.ts";

const HOST = "mail.lab.example";
const never = { signal: new AbortController().signal };
const authority = makeCertificate({ commonName: "Test authority" });
const good = makeCertificate({ commonName: HOST, names: [HOST], issuer: authority });
const quick: Partial<ProbeTimeouts> = { connect: 1000, greeting: 400, login: 400, silence: 40, fix: 500 };

async function start(t: TestContext, options: ScriptedOptions): Promise<ScriptedServer> {
  const server = await startScripted(options);
  t.after(() => server.stop());
  return server;
}

/** Both servers; what a test does not say is a server where everything works. */
async function pair(
  t: TestContext,
  options: { readonly imap?: Partial<ScriptedOptions>; readonly smtp?: Partial<ScriptedOptions> } = {},
): Promise<{ readonly imap: ScriptedServer; readonly smtp: ScriptedServer }> {
  const imap = await start(t, { greeting: imapGreeting, script: imapScript(), ...options.imap });
  const smtp = await start(t, { greeting: smtpGreeting, script: smtpScript(), ...options.smtp });
  return { imap, smtp };
}

function probeTo(
  ports: Readonly<Record<number, number>>,
  timeouts = quick,
  providers: readonly MailProvider[] = [],
): ReturnType<typeof createMailProbe> {
  return createMailProbe({ egress: leadTo(ports), providers, ca: [authority.cert], timeouts });
}

/** The IMAP failure of a server, next to an SMTP server where everything works. */
async function imapFailure(
  t: TestContext,
  imap: Partial<ScriptedOptions>,
  security: MailSecurity = "none",
): Promise<{ readonly code: string | undefined; readonly stage: string | undefined; readonly fix: unknown }> {
  const servers = await pair(t, { imap });
  const probe = probeTo({ 143: servers.imap.port, 587: servers.smtp.port, 993: 1 });
  const settings = settingsFor();
  const { report } = await collect(probe.check({ ...settings, imap: { ...settings.imap, security } }, "secret", never));
  assert.equal(report.smtp.ok, true);
  const { failure } = report.imap;
  return { code: failure?.code, stage: failure?.stage, fix: failure?.fix };
}

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
    assert.equal((await imapFailure(t, { script: imapScript({ LIST: flood }) })).code, "unknown");
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
