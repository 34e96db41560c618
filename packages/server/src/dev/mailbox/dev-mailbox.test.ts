import assert from "node:assert/strict";
import { once } from "node:events";
import { after, before, describe, it } from "node:test";
import { connect as tlsConnect } from "node:tls";
import { mailProviders } from "@crewdock/contract/mail-providers";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import { createMailDiscovery } from "../../mail/discovery/mail-discovery.ts";
import { createMailProbe, type MailProbe } from "../../mail/probe/mail-probe.ts";
import { collect } from "../../mail/probe/testing/settings.ts";
import { createEgress, mailPorts } from "../../net/egress.ts";
import { type DevMailbox, startDevMailbox } from "./dev-mailbox.ts";

const PASSWORD = "Пароль-42";
const never = { signal: new AbortController().signal };

describe("development mailbox", () => {
  let mailbox: DevMailbox;
  let probe: MailProbe;

  before(async () => {
    mailbox = await startDevMailbox({
      accounts: (email) => (/^(?:ivan|anna)@crewdock\.test$/i.test(email) ? PASSWORD : undefined),
    });
    probe = createMailProbe({
      egress: createEgress({ ports: mailPorts, allow: mailbox.allow }),
      providers: [mailbox.provider, ...mailProviders],
      ca: [mailbox.ca],
    });
  });
  after(() => mailbox.close());

  async function client(email = "ivan@crewdock.test"): Promise<ImapFlow> {
    const flow = new ImapFlow({
      host: "127.0.0.1",
      port: mailbox.imapPort,
      secure: true,
      auth: { user: email, pass: PASSWORD },
      tls: { ca: mailbox.ca },
      logger: false,
    });
    await flow.connect();
    return flow;
  }

  async function settings(email: string): Promise<Parameters<MailProbe["check"]>[0]> {
    const discovery = createMailDiscovery({ providers: [mailbox.provider, ...mailProviders] });
    const { provider } = await discovery.discover(email, never.signal);
    assert.equal(provider?.id, "crewdock-dev");
    const [imap, smtp] = [provider.imap[0]!, provider.smtp[0]!];
    return { email, providerId: provider.id, imap: { ...imap, username: email }, smtp: { ...smtp, username: email } };
  }

  it("is recognised by its domain and passes the whole check with the sent folder picked", async () => {
    const { report } = await collect(probe.check(await settings("ivan@crewdock.test"), PASSWORD, never));
    assert.equal(report.ok, true, JSON.stringify(report));
    assert.deepEqual(report.sent, { path: "Отправленные", by: "special-use" });
    assert.deepEqual(
      report.folders.map((each) => each.name),
      ["INBOX", "Отправленные", "Черновики", "Корзина", "Спам", "Клиенты", "Клиенты/Отправлено из CRM"],
    );
  });

  it("calls a wrong password a wrong password, on both sides, and an unknown box too", async () => {
    for (const [email, password] of [
      ["ivan@crewdock.test", "wrong"],
      ["nobody@crewdock.test", PASSWORD],
    ] as const) {
      const { report } = await collect(probe.check(await settings(email), password, never));
      assert.deepEqual([report.imap.failure?.code, report.smtp.failure?.code], ["bad_login", "bad_login"]);
    }
  });

  it("is reached where localhost has an IPv6 address too", async () => {
    const lookup = async (): Promise<{ address: string; family: number }[]> => [
      { address: "::1", family: 6 },
      { address: "127.0.0.1", family: 4 },
    ];
    const guarded = createMailProbe({
      egress: createEgress({ ports: mailPorts, allow: mailbox.allow, lookup }),
      providers: [mailbox.provider],
      ca: [mailbox.ca],
    });
    const { report } = await collect(guarded.check(await settings("ivan@crewdock.test"), PASSWORD, never));
    assert.equal(report.ok, true, JSON.stringify(report));
  });

  it("does not let anybody send in another's name", async () => {
    const own = await settings("ivan@crewdock.test");
    const { report } = await collect(probe.check({ ...own, email: "anna@crewdock.test" }, PASSWORD, never));
    assert.deepEqual([report.imap.ok, report.smtp.failure?.code], [true, "sender_not_allowed"]);
  });

  it("carries a letter from one box to another, and the client that idles there sees it arrive", async () => {
    const anna = await client("anna@crewdock.test");
    await anna.mailboxOpen("INBOX");
    const arrived = once(anna, "exists");
    const idling = anna.idle();
    const transport = createTransport({
      host: "127.0.0.1",
      port: mailbox.smtpPort,
      secure: true,
      auth: { user: "ivan@crewdock.test", pass: PASSWORD },
      tls: { ca: mailbox.ca },
    });
    await transport.sendMail({
      from: '"Иван Петров" <ivan@crewdock.test>',
      to: "anna@crewdock.test",
      subject: "Счёт № 7",
      text: "Добрый день",
      html: "<p>Добрый день</p>",
    });
    transport.close();
    await arrived;
    const letter = await anna.fetchOne("1", { envelope: true, bodyStructure: true, source: true, flags: true });
    assert.ok(letter);
    assert.equal(letter.envelope?.subject, "Счёт № 7");
    assert.deepEqual(letter.envelope.from?.[0], { name: "Иван Петров", address: "ivan@crewdock.test" });
    assert.equal(letter.bodyStructure?.type, "multipart/alternative");
    assert.deepEqual(
      letter.bodyStructure.childNodes?.map((each) => each.type),
      ["text/plain", "text/html"],
    );
    assert.deepEqual(await anna.search({ subject: "Счёт" }, { uid: true }), [1]);
    assert.deepEqual(await anna.search({ seen: true }), []);
    await anna.messageFlagsAdd("1", ["\\Seen"]);
    assert.deepEqual(await anna.search({ seen: true }), [1]);
    const part = await anna.download("1", "1");
    assert.match(((await part.content?.toArray()) ?? []).join(""), /Добрый день/);
    await idling.catch(() => {});
    await anna.logout();
  });

  it("files a sent letter, deletes it, and keeps other folders as they are", async () => {
    const ivan = await client();
    const filed = await ivan.append(
      "Отправленные",
      "Subject: one\r\n\r\nbody\r\n",
      ["\\Seen"],
      new Date("2026-03-01T09:30:00Z"),
    );
    assert.ok(filed && filed.uid === 1);
    const status = await ivan.status("Отправленные", { messages: true, unseen: true, uidNext: true });
    assert.deepEqual([status && status.messages, status && status.unseen, status && status.uidNext], [1, 0, 2]);
    await ivan.mailboxOpen("Отправленные");
    const letter = await ivan.fetchOne("1", { internalDate: true, headers: ["subject"], size: true });
    assert.ok(letter);
    assert.equal(new Date(letter.internalDate ?? 0).toISOString(), "2026-03-01T09:30:00.000Z");
    assert.equal(letter.headers?.toString().trim(), "Subject: one");
    await ivan.messageDelete("1");
    assert.equal(((await ivan.status("Отправленные", { messages: true })) || {}).messages, 0);
    await assert.rejects(ivan.mailboxOpen("Нет такой"));
    await ivan.logout();
  });

  it("delivers to boxes that exist only", async () => {
    assert.equal(await mailbox.deliver("ivan@crewdock.test", "Subject: hi\n\nthere"), true);
    assert.equal(await mailbox.deliver("nobody@crewdock.test", "Subject: hi\n\nthere"), false);
  });

  it("answers nonsense with BAD and goes on; after three wrong passwords it hangs up", async () => {
    const socket = tlsConnect({ host: "127.0.0.1", port: mailbox.imapPort, ca: mailbox.ca, servername: "localhost" });
    let seen = "";
    socket.on("data", (chunk: Buffer) => (seen += chunk.toString()));
    socket.write(
      'a1 FETCH (\r\n\r\na2 SELECT INBOX\r\na3 LOGIN x "\r\na4 UID\r\n' +
        "a5 LOGIN ivan@crewdock.test no\r\n".repeat(3),
    );
    await once(socket, "close");
    assert.match(seen, /a1 BAD.*a2 BAD.*a3 BAD.*a4 BAD.*(a5 NO \[AUTHENTICATIONFAILED\].*){3}/s);
  });

  it("stays on loopback and out of production", async () => {
    for (const host of ["0.0.0.0", "192.168.1.5", "::", "0x7f000001", "localhost"]) {
      await assert.rejects(startDevMailbox({ host, accounts: () => undefined }), /loopback/);
    }
    const before = process.env["NODE_ENV"];
    process.env["NODE_ENV"] = "production";
    try {
      await assert.rejects(startDevMailbox({ accounts: () => undefined }), /production/);
    } finally {
      if (before === undefined) delete process.env["NODE_ENV"];
      else process.env["NODE_ENV"] = before;
    }
  });

  it("says when a port is taken, and leaves nothing open", async () => {
    const taken = { imapPort: 0, smtpPort: mailbox.smtpPort, accounts: () => undefined };
    await assert.rejects(startDevMailbox(taken), { code: "EADDRINUSE" });
  });
});
