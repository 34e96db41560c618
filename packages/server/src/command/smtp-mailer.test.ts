import assert from "node:assert/strict";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { test } from "node:test";
import { smtpMailer } from "./smtp-mailer.ts";

test("a letter that is given up does not go on: its connection is closed", { timeout: 30_000 }, async (t) => {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => server.close());
  const { port } = server.address() as AddressInfo;
  const mailer = smtpMailer({ url: `smtp://127.0.0.1:${port}?tls=none`, from: "crm@crm.example" });
  const limit = new AbortController();
  const connected = once(server, "connection") as Promise<[Socket]>;
  const letter = { to: "ewa@crm.example", subject: "Welcome", text: "Hello" };
  const sending = mailer.send(letter, { signal: limit.signal });
  const refused = assert.rejects(sending);
  const [socket] = await connected;
  const closed = once(socket.resume(), "close");
  limit.abort();
  await Promise.all([refused, closed]);
});
