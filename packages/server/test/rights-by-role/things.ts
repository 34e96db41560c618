import assert from "node:assert/strict";
import type { Id, MailAccountInput, SipAccount, User } from "@crewdock/contract";
import { putCall } from "../../src/calls/save-call.ts";
import { numberKey } from "../../src/directory/numbers.ts";
import { insertMailAccount } from "../../src/mail/mail-writes.ts";
import { callInput, mailInput } from "../../src/testing/inputs.ts";
import type { Versioned, World } from "./world.ts";

// What is there is made by the server's own statements: the API would take several times as long.

export async function newCall(world: World, ownerId: Id): Promise<Versioned> {
  const id = `rights-call-${world.next()}`;
  await world.store((unit) => putCall(unit, id, ownerId, callInput()));
  return { id, version: "1" };
}

/** A call of somebody to look at. */
export function callOf(world: World, ownerId: Id): Promise<Versioned> {
  return world.kept(`call ${ownerId}`, () => newCall(world, ownerId));
}

export async function newRecordedCall(world: World, ownerId: Id): Promise<Versioned> {
  const call = await newCall(world, ownerId);
  const recording = { mediaType: "audio/wav", seconds: 1, bytes: new Uint8Array(8) };
  await world.crew.server.attachRecording({ ...recording, callId: call.id });
  return call;
}

export interface NewContact {
  readonly id: Id;
  readonly name: string;
  readonly phone: string;
}

/** A new contact of somebody; the server keeps contacts and has no operation to make one. */
export async function newContact({ next, store }: World, ownerId: Id): Promise<NewContact> {
  const number = next();
  const contact = { id: `rights-${number}`, name: `Rights contact ${number}`, phone: `+4822${1_000_000 + number}` };
  const key = numberKey(contact.phone);
  assert.ok(key);
  await store(async (unit) => {
    await unit.query(
      `insert into contacts (tenant_id, id, name, sort_name, owner_id, phones, search)
       values ($1, $2, $3, lower($3), $4, $5::text[], lower($3))`,
      [unit.tenant, contact.id, contact.name, ownerId, [contact.phone]],
    );
    await unit.query("insert into contact_numbers (tenant_id, contact_id, digits, last_ten) values ($1, $2, $3, $4)", [
      unit.tenant,
      contact.id,
      key.digits,
      key.lastTen,
    ]);
  });
  return contact;
}

/** What a form says of a mailbox that nobody has yet. */
export function newMailInput({ next }: World): MailAccountInput {
  const number = next();
  const server = (port: number) =>
    ({ host: `mail-${number}.example`, port, security: "ssl", username: "irina" }) as const;
  return mailInput({ email: `rights.${number}@crewdock.test`, imap: server(993), smtp: server(465) });
}

/** A mailbox with the form it came from. */
export interface Mailbox extends Versioned {
  readonly form: MailAccountInput;
}

/** A mailbox of somebody to look at. */
export function mailboxOf(world: World, ownerId: Id): Promise<Mailbox> {
  return world.kept(`mailbox ${ownerId}`, () => newMailbox(world, ownerId));
}

export async function newMailbox(world: World, ownerId: Id): Promise<Mailbox> {
  const form = newMailInput(world);
  const login = { password: form.password ?? "" };
  const { services } = world.crew.server;
  const id = await world.store((unit) => insertMailAccount(services, unit, ownerId, form, login));
  return { id, version: "1", form };
}

/** The SIP account of somebody, who gets one. */
export function sipAccountOf({ crew, admin, next, read, kept }: World, ownerId: Id): Promise<SipAccount> {
  return kept(`SIP account ${ownerId}`, async () => {
    const { version } = await read<User>(`/v1/users/${ownerId}`);
    const server = { domain: "crewdock.test", port: 5060, transport: "ws", webSocketUrl: "ws://127.0.0.1:5062" };
    const account = { id: null, login: String(9000 + next()), password: "planted-sip-password", ...server };
    const { status, body } = await crew.ask<User>(admin, `PATCH /v1/users/${ownerId}`, {
      body: { sipAccount: account },
      headers: { "If-Match": `"${version}"` },
    });
    assert.ok(status === 200 && body.sipAccount, JSON.stringify(body));
    return body.sipAccount;
  });
}

/** A session of somebody to look at. */
export function sessionOf(world: World, userId: Id): Promise<Id> {
  return world.kept(`session ${userId}`, () => newSession(world, userId));
}

export async function newSession({ crew }: World, userId: Id): Promise<Id> {
  return (await crew.server.beginSession({ userId, ipAddress: null, userAgent: null })).sessionId;
}
