import { SMTPServer, type SMTPServerSession } from "smtp-server";
import type { Certificate } from "./certificate.ts";
import type { BoxKeys } from "./imap-connection.ts";
import type { MailStore } from "./mail-store.ts";

export interface SubmissionOptions {
  readonly host: string;
  readonly port: number;
  readonly certificate: Certificate;
  readonly store: MailStore;
  readonly keys: BoxKeys;
  readonly exists: (email: string) => Promise<boolean>;
}

const MAX_LETTER = 25 * 1024 * 1024;

/** The SMTP half of the development mailbox (RFC 6409 over TLS): from one's own address, to local boxes, nowhere else. */
export async function startSubmission(
  options: SubmissionOptions,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const { host, port, certificate, store, keys, exists } = options;
  const server = new SMTPServer({
    secure: true,
    cert: certificate.cert,
    key: certificate.key,
    minVersion: "TLSv1.2",
    name: "localhost",
    banner: "Crewdock development mailbox",
    authMethods: keys.token ? ["PLAIN", "LOGIN", "XOAUTH2"] : ["PLAIN", "LOGIN"],
    size: MAX_LETTER,
    disableReverseLookup: true,
    closeTimeout: 1, // a stop does not wait for clients
    onAuth({ method, username, password, accessToken }, _session, done) {
      void answer(done, async () => {
        const user = username ?? "";
        const byToken = method === "XOAUTH2";
        const box = byToken ? await keys.token?.(user, accessToken ?? "") : await keys.password(user, password ?? "");
        if (box) return { user: user.toLowerCase() };
        // smtp-server sends these as a challenge before it refuses
        if (byToken) return { data: { status: "400", schemes: "Bearer", scope: "https://mail.crewdock.test/" } };
        throw reply(535, "Invalid user name or password");
      });
    },
    onMailFrom({ address }, session, done) {
      const owned = address.toLowerCase() === userOf(session);
      done(owned ? null : reply(553, "Sender address rejected: not owned by the user who logged in"));
    },
    onRcptTo({ address }, _session, done) {
      void answer(done, async () => {
        if (!(await exists(address))) throw reply(550, "No such mailbox here, and nothing is sent beyond");
      });
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        if (stream.sizeExceeded) return done(reply(552, "The letter is too large"));
        const raw = Buffer.concat(chunks);
        for (const { address } of session.envelope.rcptTo) {
          const inbox = store.box(address).get("INBOX");
          if (inbox) store.append(inbox, raw);
        }
        done(null);
      });
    },
  });
  // A client that breaks off is its own affair; the listening error comes before.
  server.on("error", () => {});
  await new Promise<void>((resolve, reject) => {
    server.server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const address = server.server.address();
  return {
    port: typeof address === "object" && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

/** Answers a callback of smtp-server. What is no reply of ours is a passing trouble of this server. */
async function answer<T>(
  done: (error: Error | null | undefined, value?: T) => void,
  work: () => Promise<T>,
): Promise<void> {
  let value: T;
  try {
    value = await work();
  } catch (error) {
    const isReply = error instanceof Error && "responseCode" in error;
    done(isReply ? error : reply(451, "Temporary failure", error));
    return;
  }
  done(null, value);
}

function userOf(session: SMTPServerSession): string {
  const user: unknown = session.user;
  return typeof user === "string" ? user : "";
}

function reply(responseCode: number, message: string, cause?: unknown): Error {
  return Object.assign(new Error(message, cause === undefined ? undefined : { cause }), { responseCode });
}
