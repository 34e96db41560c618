import type { Transporter } from "nodemailer";
import type { Mailer } from "../options.ts";

const CONNECT_MS = 10_000;
const SILENCE_MS = 20_000;

export interface SmtpMailerOptions {
  /** `smtps://` for TLS from the start, `smtp://` for STARTTLS, which `?tls=none` does without. */
  readonly url: string;
  /** Address of the sender, with a name or without. */
  readonly from: string;
}

/** Sends letters through a mail server. The SMTP client is loaded with the first of them. */
export function smtpMailer({ url, from }: SmtpMailerOptions): Mailer {
  let transport: Promise<Transporter> | undefined;
  return {
    async send({ to, subject, text }, { signal }) {
      transport ??= openTransport(url);
      await (
        await transport
      ).sendMail({
        from,
        to: { name: "", address: to }, // an address alone: a comma in it makes no further addresses
        subject,
        text,
        signal,
        headers: { "Auto-Submitted": "auto-generated" }, // RFC 3834: no out-of-office answers to this
      });
    },
  };
}

async function openTransport(url: string): Promise<Transporter> {
  const { createTransport } = await import("nodemailer");
  const { protocol, hostname, port, username, password, searchParams } = new URL(url);
  const secure = protocol === "smtps:";
  const unencrypted = searchParams.get("tls") === "none";
  return createTransport({
    host: hostname.replace(/^\[(.*)\]$/, "$1"),
    port: port === "" ? (secure ? 465 : 587) : Number(port),
    secure,
    requireTLS: !secure && !unencrypted,
    ignoreTLS: unencrypted,
    ...(username === "" ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}
