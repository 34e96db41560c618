import { text } from "node:stream/consumers";
import { ImapFlow } from "imapflow";
import type { DevMailbox } from "../dev/mailbox/dev-mailbox.ts";

/** A letter as a mail program shows it. */
export interface ReadLetter {
  readonly from: string | undefined;
  readonly to: string | undefined;
  readonly subject: string | undefined;
  readonly text: string;
}

/** Logs in to a development mailbox by IMAP and reads its inbox, the oldest first. */
export async function readLetters(
  mailbox: DevMailbox,
  email: string,
  password: string,
): Promise<readonly ReadLetter[]> {
  const client = new ImapFlow({
    host: "127.0.0.1",
    port: mailbox.imapPort,
    secure: true,
    auth: { user: email, pass: password },
    tls: { ca: mailbox.ca },
    logger: false,
  });
  await client.connect();
  try {
    const { exists } = await client.mailboxOpen("INBOX");
    const letters: ReadLetter[] = [];
    for (let number = 1; number <= exists; number++) {
      const { envelope } = (await client.fetchOne(String(number), { envelope: true })) || {};
      const { content } = await client.download(String(number), "1");
      letters.push({
        from: envelope?.from?.[0]?.address,
        to: envelope?.to?.[0]?.address,
        subject: envelope?.subject,
        text: content ? await text(content) : "",
      });
    }
    return letters;
  } finally {
    await client.logout();
  }
}
