import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { chmod, chown, mkdir, writeFile } from "node:fs/promises";
import { createServer, type Server } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import type { CertificateFiles } from "./certificates.ts";
import { run } from "./programs.ts";

export interface DovecotOptions {
  readonly program: string;
  readonly dir: string;
  readonly users: Readonly<Record<string, string>>;
  /** Ports of IMAP with STARTTLS and of IMAP over TLS. */
  readonly ports: { readonly imap: number; readonly imaps: number };
  readonly certificate: CertificateFiles;
  /** Folders to make, with their SPECIAL-USE attribute or null. */
  readonly folders: readonly (readonly [string, string | null])[];
  /** Connections that one user may have at once. @default 10 */
  readonly maxConnections?: number;
}

export interface RunningServer {
  /** Tells it to end without waiting, for a test run that is breaking off. */
  kill(): void;
  /** Ends it by its process and waits until it is gone. */
  stop(): Promise<void>;
}

export interface RunningDovecot extends RunningServer {
  /** Where Postfix asks whether a password is right. */
  readonly authSocket: string;
}

/** Starts a Dovecot of the test's own: own configuration, own folders, nothing of the system's touched. */
export async function startDovecot(options: DovecotOptions): Promise<RunningDovecot> {
  const { program, dir, users } = options;
  await mkdir(join(dir, "mail"), { recursive: true });
  const isRoot = userInfo().uid === 0;
  const mailUser = isRoot ? await idsOf("mail") : null;
  if (mailUser) await chown(join(dir, "mail"), mailUser.uid, mailUser.gid);
  // In base64, since a colon would end the password.
  const lines = Object.entries(users).map(
    ([name, word]) => `${name}:{PLAIN.b64}${Buffer.from(word).toString("base64")}\n`,
  );
  await writeFile(join(dir, "users"), lines.join(""));
  await writeFile(join(dir, "dovecot.conf"), configuration(options, isRoot));

  const penalty = await noPenalty(join(dir, "base"));
  const log = createWriteStream(join(dir, "start.log"));
  const child = spawn(program, ["-F", "-c", join(dir, "dovecot.conf")], { stdio: ["ignore", "pipe", "pipe"] });
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  return {
    authSocket: join(dir, "auth-smtp"),
    kill: () => void child.kill("SIGTERM"),
    async stop() {
      child.kill("SIGTERM");
      await gone;
      penalty.close();
    },
  };
}

/**
 * Stands in for the part of anvil that makes everybody from an address wait after a wrong password, by seconds: here a wrong
 * password costs the next test nothing. Only switching it off would make auth look for it for five seconds at its start.
 */
async function noPenalty(baseDir: string): Promise<Server> {
  await mkdir(baseDir);
  const path = join(baseDir, "anvil-auth-penalty");
  const server = createServer((socket) => {
    socket.unref();
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      const asked = chunk.toString("latin1").match(/^PENALTY-GET\b/gm)?.length ?? 0;
      if (asked > 0) socket.write("0 0\n".repeat(asked));
    });
  });
  await new Promise<void>((resolve) => server.listen(path, resolve));
  await chmod(path, 0o666);
  return server;
}

function configuration(
  { dir, ports, certificate, folders, maxConnections = 10 }: DovecotOptions,
  isRoot: boolean,
): string {
  const me = userInfo().username;
  const [internal, login, mail] = isRoot ? ["dovecot", "dovenull", "mail"] : [me, me, me];
  const chroot = isRoot ? "" : "chroot =";
  const mailboxes = folders.map(
    ([name, use]) => `  mailbox "${name}" {\n    auto = subscribe\n${use ? `    special_use = ${use}\n` : ""}  }`,
  );
  return `protocols = imap
base_dir = ${dir}/base
state_dir = ${dir}/state
instance_name = ${dir.replace(/\W+/g, "-")}
log_path = ${dir}/dovecot.log
listen = 127.0.0.1
default_internal_user = ${internal}
default_login_user = ${login}
${isRoot ? "default_internal_group = dovecot" : ""}
first_valid_uid = 1
default_vsz_limit = 256M
default_process_limit = 30
default_client_limit = 100
mail_max_userip_connections = ${maxConnections}
mail_location = maildir:~/Maildir
auth_mechanisms = plain login
ssl = required
ssl_cert = <${certificate.cert}
ssl_key = <${certificate.key}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = yes
auth_failure_delay = 0
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${dir}/users
}
userdb {
  driver = static
  args = uid=${mail} gid=${mail} home=${dir}/mail/%u
}
namespace inbox {
  inbox = yes
  separator = /
${mailboxes.join("\n")}
}
service imap-login {
  ${chroot}
  inet_listener imap {
    port = ${ports.imap}
  }
  inet_listener imaps {
    port = ${ports.imaps}
    ssl = yes
  }
}
service stats {
  client_limit = 200
  ${chroot}
}
service anvil {
  ${chroot}
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service auth {
  idle_kill = 3650 days
  unix_listener ${dir}/auth-smtp {
    mode = 0666
  }
}
`;
}

async function idsOf(name: string): Promise<{ readonly uid: number; readonly gid: number }> {
  const [uid, gid] = await Promise.all(["-u", "-g"].map((flag) => run("id", [flag, name])));
  return { uid: Number(uid?.stdout), gid: Number(gid?.stdout) };
}
