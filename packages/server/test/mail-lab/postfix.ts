import { spawn } from "node:child_process";
import { chmod, chown, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CertificateFiles } from "./certificates.ts";
import type { RunningServer } from "./dovecot.ts";
import { run } from "./programs.ts";

export interface PostfixOptions {
  readonly program: string;
  readonly dir: string;
  readonly host: string;
  readonly domain: string;
  /** Which address each user may send from. */
  readonly senders: Readonly<Record<string, string>>;
  readonly authSocket: string;
  readonly certificate: CertificateFiles;
  readonly ports: {
    /** TLS from the first byte. */
    readonly smtps: number;
    /** STARTTLS. */
    readonly submission: number;
    /** Takes no log-in. */
    readonly noAuth: number;
    readonly expired: number;
  };
  readonly expired: CertificateFiles;
}

/** Starts a Postfix of the test's own, which accepts letters and throws them away. It needs to be root to do so. */
export async function startPostfix(options: PostfixOptions): Promise<RunningServer> {
  const { program, dir } = options;
  const conf = join(dir, "conf");
  await Promise.all([conf, join(dir, "queue"), join(dir, "data")].map((each) => mkdir(each, { recursive: true })));
  // Postfix refuses a configuration that its own user could not read.
  await chmod(dir, 0o755);
  const { stdout } = await run("id", ["-u", "postfix"]);
  await chown(join(dir, "data"), Number(stdout), 0);
  const senders = Object.entries(options.senders).map(([address, user]) => `${address} ${user}\n`);
  await writeFile(join(conf, "senders"), senders.join(""));
  await writeFile(join(conf, "main.cf"), mainConfiguration(options));
  await writeFile(join(conf, "master.cf"), masterConfiguration(options));
  await writeFile(join(dir, "postfix.log"), "");

  await run(program, ["-c", conf, "start"]);
  const pid = Number((await readFile(join(dir, "queue/pid/master.pid"), "utf8")).trim());
  return {
    kill: () => void process.kill(pid, "SIGTERM"),
    async stop() {
      process.kill(pid, "SIGTERM");
      // It is nobody's child; tail leaves by itself when it has gone.
      const watch = spawn("tail", ["--pid", String(pid), "--sleep-interval", "0.1", "-f", "/dev/null"]);
      await new Promise((resolve) => watch.once("exit", resolve));
    },
  };
}

function mainConfiguration({ dir, host, domain, authSocket, certificate }: PostfixOptions): string {
  return `compatibility_level = 3.6
queue_directory = ${dir}/queue
data_directory = ${dir}/data
maillog_file = ${dir}/postfix.log
maillog_file_prefixes = ${dir}
myhostname = ${host}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
disable_dns_lookups = yes
mynetworks =
alias_maps =
alias_database =
local_recipient_maps =
local_transport = discard:
default_transport = discard:
relay_transport = discard:
virtual_transport = discard:
virtual_mailbox_domains = ${domain}
virtual_mailbox_maps = texthash:${dir}/conf/senders
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${authSocket}
smtpd_sasl_auth_enable = yes
smtpd_sasl_security_options = noanonymous
smtpd_tls_cert_file = ${certificate.cert}
smtpd_tls_key_file = ${certificate.key}
smtpd_tls_mandatory_protocols = >=TLSv1.2
smtpd_sender_login_maps = texthash:${dir}/conf/senders
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions =
smtpd_delay_reject = yes
smtpd_error_sleep_time = 0
in_flow_delay = 0
smtpd_client_connection_count_limit = 0
smtpd_client_connection_rate_limit = 0
`;
}

function masterConfiguration({ ports, expired }: PostfixOptions): string {
  const tls = "-o smtpd_tls_security_level";
  const internal = [
    "cleanup",
    "rewrite",
    "bounce",
    "defer",
    "trace",
    "verify",
    "proxymap",
    "discard",
    "error",
    "retry",
  ];
  const programs: Readonly<Record<string, string>> = {
    rewrite: "trivial-rewrite",
    defer: "bounce",
    trace: "bounce",
    retry: "error",
  };
  return `127.0.0.1:${ports.smtps} inet n - n - 20 smtpd -o smtpd_tls_wrappermode=yes
127.0.0.1:${ports.submission} inet n - n - 20 smtpd ${tls}=encrypt -o smtpd_tls_auth_only=yes
127.0.0.1:${ports.noAuth} inet n - n - 20 smtpd ${tls}=may -o smtpd_sasl_auth_enable=no
127.0.0.1:${ports.expired} inet n - n - 20 smtpd -o smtpd_tls_wrappermode=yes -o smtpd_tls_cert_file=${expired.cert} -o smtpd_tls_key_file=${expired.key}
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
${internal.map((name) => `${name} unix - - n - - ${programs[name] ?? name}`).join("\n")}
`;
}
