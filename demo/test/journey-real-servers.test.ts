import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import type { MailProvider } from "@crewdock/contract";
import { isKamailioInstalled, startKamailio } from "@crewdock/gateway";
import { postgresPrograms, startPostgres } from "../../packages/server/src/testing/temporary-postgres.ts";
import { type MailLab, missingForMailLab, startMailLab } from "../../packages/server/test/mail-lab/mail-lab.ts";
import { freePorts } from "../../packages/server/test/mail-lab/programs.ts";
import { startDemo } from "../host/demo.ts";
import { launchBrowser } from "./browser.ts";
import { mainJourney } from "./journey.ts";

const DOMAIN = "crewdock.test";
const EPHEMERAL_SECRET = "a secret that Kamailio and the server share";
/** An extension that only Kamailio knows, with the password its operator gave out. */
const EXTENSION = { user: "2001", password: "extension-2001-password" };

const programs = await postgresPrograms();
const missing = isKamailioInstalled()
  ? ((await missingForMailLab()) ?? (programs === undefined ? "postgresql" : null))
  : "kamailio";

test(
  "the main job on Kamailio, Dovecot, Postfix and PostgreSQL",
  { timeout: 240_000, skip: missing !== null && `needs ${missing}` },
  async (t) => {
    const [port = 0] = await freePorts(1);
    const cleanUp: (() => Promise<unknown>)[] = [];
    t.after(async () => {
      for (const end of cleanUp.toReversed()) await end();
    });

    const dataFolder = await mkdtemp(join(tmpdir(), "crewdock-journey-"));
    cleanUp.push(() => rm(dataFolder, { recursive: true, force: true }));
    const postgres = await startPostgres(programs ?? "");
    cleanUp.push(async () => postgres[Symbol.asyncDispose]());
    const mail = await startMailLab();
    cleanUp.push(() => mail.stop());
    const kamailio = await startKamailio({
      domain: DOMAIN,
      ephemeralSecret: EPHEMERAL_SECRET,
      subscribers: [EXTENSION],
      allowOrigins: [`http://127.0.0.1:${port}`],
    });
    cleanUp.push(() => kamailio.stop());

    const onLoopback = [DOMAIN, mail.host];
    const demo = await startDemo({
      dataFolder,
      port,
      databaseUrl: postgres.url,
      sip: {
        domain: DOMAIN,
        webSocketUrl: kamailio.webSocketUrl,
        ephemeralSecret: EPHEMERAL_SECRET,
        defaults: { domain: DOMAIN, port: kamailio.udpPort, transport: "udp", webSocketUrl: null },
      },
      mail: {
        provider: labProvider(mail),
        probes: {
          allow: [`${DOMAIN}:${kamailio.udpPort}`, `${mail.host}:${mail.imap.ssl}`, `${mail.host}:${mail.smtp.ssl}`],
          lookup: (host) =>
            onLoopback.includes(host)
              ? Promise.resolve([{ address: "127.0.0.1", family: 4 }])
              : Promise.reject(Object.assign(new Error("no such host"), { code: "ENOTFOUND" })),
          mailCertificateAuthorities: [mail.ca],
        },
      },
    });
    cleanUp.push(() => demo.close());
    const browser = await launchBrowser();
    cleanUp.push(() => browser.close());

    const email = `ivan@${mail.domain}`;
    await mainJourney(t, {
      demo,
      browser,
      mailbox: {
        email,
        password: mail.users[email] ?? "",
        provider: /Lab mail recognised/,
        sentFolder: "Отправленные",
      },
      sip: {
        login: EXTENSION.user,
        password: EXTENSION.password,
        transport: "udp",
        domain: DOMAIN,
        port: String(kamailio.udpPort),
      },
    });
  },
);

function labProvider(mail: MailLab): MailProvider {
  return {
    id: "lab",
    name: "Lab mail",
    names: {},
    domains: [mail.domain],
    featured: false,
    imap: [{ host: mail.host, port: mail.imap.ssl, security: "ssl" }],
    smtp: [{ host: mail.host, port: mail.smtp.ssl, security: "ssl" }],
    username: { imap: "email", smtp: "email" },
    password: "account",
    help: { createUrl: null, helpUrl: null, steps: {}, hint: {} },
  };
}
