// How long a whole mail check takes against real Dovecot and Postfix on loopback, beside imapflow and nodemailer doing
// the least that tells the same (log in, list the folders, log in to SMTP), both at once as the check does.
import type { MailSettings } from "@crewdock/contract";
import { ImapFlow } from "imapflow";
import { createTransport } from "nodemailer";
import { createMailProbe } from "../src/mail/probe/mail-probe.ts";
import { collect } from "../src/mail/probe/testing/settings.ts";
import { createEgress } from "../src/net/egress.ts";
import { type MailLab, missingForMailLab, startMailLab } from "../test/mail-lab/mail-lab.ts";
import { milliseconds, report, type Spread, summary } from "./summary.ts";

const ROUNDS = 40;

interface Result {
  readonly check: Spread;
  readonly libraries: Spread;
  /** Median of the check over the median of the libraries. */
  readonly ratio: number;
}

const missing = await missingForMailLab();
if (missing !== null) {
  console.error(`needs ${missing}`);
  process.exit(1);
}
const lab = await startMailLab();
try {
  const results = { ssl: await measure(lab, "ssl"), starttls: await measure(lab, "starttls") };
  report({ unit: "ms", rounds: ROUNDS, ...results }, () =>
    Object.entries(results).map(
      ([name, { check, libraries, ratio }]) =>
        `${name}: check ${milliseconds(check)}, libraries ${milliseconds(libraries)}, ratio ${ratio}`,
    ),
  );
} finally {
  await lab.stop();
}

/** Rounds of both, one after the other, so that what else the machine does meets both alike. */
async function measure(servers: MailLab, security: "ssl" | "starttls"): Promise<Result> {
  const email = `ivan@${servers.domain}`;
  const password = servers.users[email] ?? "";
  const server = { host: servers.host, security, username: email };
  const settings: MailSettings = {
    email,
    providerId: null,
    imap: { ...server, port: servers.imap[security] },
    smtp: { ...server, port: servers.smtp[security] },
  };
  const egress = createEgress({
    ports: [settings.imap.port, settings.smtp.port],
    allow: ["127.0.0.1"],
    lookup: async () => [{ address: "127.0.0.1", family: 4 }],
  });
  const probe = createMailProbe({ egress, providers: [], ca: [servers.ca] });
  const { signal } = new AbortController();
  const check = async (): Promise<void> => {
    const { report: outcome } = await collect(probe.check(settings, password, { signal }));
    if (!outcome.ok) throw new Error(JSON.stringify(outcome));
  };
  const common = {
    host: "127.0.0.1",
    secure: security === "ssl",
    auth: { user: email, pass: password },
    tls: { ca: servers.ca, servername: servers.host },
  };
  const libraries = async (): Promise<void> => {
    const imap = new ImapFlow({ ...common, port: settings.imap.port, logger: false });
    const smtp = createTransport({ ...common, port: settings.smtp.port, requireTLS: security === "starttls" });
    const listed = async (): Promise<void> => {
      await imap.connect();
      await imap.list();
      await imap.logout();
    };
    await Promise.all([listed(), smtp.verify()]);
    smtp.close();
  };
  const times: { readonly check: number[]; readonly libraries: number[] } = { check: [], libraries: [] };
  for (let round = 0; round < ROUNDS; round += 1) {
    times.libraries.push(await timed(libraries));
    times.check.push(await timed(check));
  }
  const [ours, theirs] = [summary(times.check), summary(times.libraries)];
  return { check: ours, libraries: theirs, ratio: Math.round((100 * ours.p50) / theirs.p50) / 100 };
}

async function timed(work: () => Promise<void>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}
