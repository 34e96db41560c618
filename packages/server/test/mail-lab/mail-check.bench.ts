import type { MailSettings } from "@crewdock/contract";
import { createMailProbe } from "../../src/mail/probe/mail-probe.ts";
import { collect } from "../../src/mail/probe/testing/settings.ts";
import { createEgress } from "../../src/net/egress.ts";
import { startMailLab } from "./mail-lab.ts";

/** Milliseconds of a whole check against Dovecot and Postfix on loopback; prints JSON. Run it with node alone. */
const ROUNDS = 60;
const lab = await startMailLab();
try {
  const egress = createEgress({
    ports: [...Object.values(lab.imap), ...Object.values(lab.smtp)],
    allow: ["127.0.0.1"],
    lookup: async () => [{ address: "127.0.0.1", family: 4 }],
  });
  const probe = createMailProbe({ egress, providers: [], ca: [lab.ca] });
  const email = `ivan@${lab.domain}`;
  const measure = async (security: "ssl" | "starttls"): Promise<{ readonly p50: number; readonly p95: number }> => {
    const server = { host: lab.host, security, username: email };
    const settings: MailSettings = {
      email,
      providerId: null,
      imap: { ...server, port: lab.imap[security] },
      smtp: { ...server, port: lab.smtp[security] },
    };
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      const started = performance.now();
      const { report } = await collect(
        probe.check(settings, lab.users[email] ?? "", { signal: new AbortController().signal }),
      );
      if (!report.ok) throw new Error(JSON.stringify(report));
      times.push(performance.now() - started);
    }
    times.sort((a, b) => a - b);
    const at = (share: number): number => Math.round(times[Math.floor(times.length * share)] ?? 0);
    return { p50: at(0.5), p95: at(0.95) };
  };
  const result = { ssl: await measure("ssl"), starttls: await measure("starttls") };
  process.stdout.write(`${JSON.stringify(result)}\n`);
} finally {
  await lab.stop();
}
