import { randomBytes } from "node:crypto";
import { type CallRecord, type Contact, type PhoneNumber, type User, periodAt } from "@crewdock/contract";
import { type SampleCompany, sampleCompany, type SampleLanguage, sampleTone } from "@crewdock/contract/sample";
import { fold } from "@crewdock/contract/serve";
import { putRecording } from "../calls/attach-recording.ts";
import { storeContent } from "../calls/recording-content.ts";
import { putCall } from "../calls/save-call.ts";
import { numberKey } from "../directory/numbers.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import type { Services } from "../services.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { sealSipPassword } from "../telephony/sip-secrets.ts";
import { insertUser, setGroups } from "../users/user-writes.ts";
import { insertOrganisation, insertRoles } from "./company-writes.ts";

export interface SeedOptions {
  /** Password of everybody; without it nobody can log in by password. For trying out only. */
  readonly password?: string;
  /** Password of a SIP account. @default a random one each */
  readonly sipPassword?: (login: string) => string;
  /** Of the names of roles, departments, positions, groups and numbers. @default "en" */
  readonly language?: SampleLanguage | undefined;
}

/**
 * Fills an empty tenant with the sample company.
 * @returns the company, and whether it was stored now; false when there are users already, and then nothing is changed
 */
export async function seedSample(
  { services }: { readonly services: Services },
  options: SeedOptions = {},
): Promise<{ readonly company: SampleCompany; readonly seeded: boolean }> {
  const company = sampleCompany({ now: services.now(), language: options.language });
  const hash = options.password === undefined ? null : await hashPassword(options.password);
  const unitOptions = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  const seeded = await runUnit(
    services.db,
    unitOptions,
    () => services.feed.wake(),
    async (unit) => {
      await unit.query("select id from tenants where id = $1 for update", [unit.tenant]);
      const present = await unit.query("select 1 from users where tenant_id = $1 limit 1", [unit.tenant]);
      if (present.length > 0) return false;
      await insertRoles(unit, company.roles);
      await insertOrganisation(unit, company.organisation);
      for (const number of company.numbers) await seedNumber(unit, number);
      for (const user of company.users) await seedUser(unit, user, hash);
      await seedAssignments(unit, company);
      await seedSipAccounts(
        services,
        unit,
        company,
        options.sipPassword ?? (() => randomBytes(18).toString("base64url")),
      );
      for (const contact of company.contacts) await seedContact(unit, contact);
      for (const call of company.calls) await seedCall(unit, call);
      await unit.query("update tenants set rights_version = rights_version + 1 where id = $1", [unit.tenant]);
      unit.leaveUnaudited("a sample to try things out with");
      for (const type of ["rights.changed", "org.changed", "user.changed", "role.changed"] as const)
        unit.emit({ type, id: null });
      return true;
    },
  );
  return { company, seeded };
}

async function seedNumber(unit: Unit, number: PhoneNumber): Promise<void> {
  await unit.query(
    `insert into phone_numbers (tenant_id, id, number, name, uses, department_ids)
     values ($1, $2, $3, $4, $5::text[], $6::text[])`,
    [unit.tenant, number.id, number.number, number.name, number.uses, number.departmentIds],
  );
}

async function seedUser(unit: Unit, user: User, hash: string | null): Promise<void> {
  await insertUser(unit, user.id, user, user.sipAccount?.login ?? null, hash);
  await unit.query(
    `update users set state = $3, invitation_state = $4, invitation_at = $5, last_login_at = $6, created_at = $7, updated_at = $8, suspended_until = $9
     where tenant_id = $1 and id = $2`,
    [
      unit.tenant,
      user.id,
      user.state,
      user.invitation.state,
      user.invitation.at && new Date(user.invitation.at),
      user.lastLoginAt && new Date(user.lastLoginAt),
      new Date(user.createdAt),
      new Date(user.updatedAt),
      user.state === "suspended" ? periodAt(unit.now, "week", user.timeZone).end : null,
    ],
  );
  await setGroups(unit, user.id, user.groupIds);
}

async function seedAssignments(unit: Unit, { assignments }: SampleCompany): Promise<void> {
  for (const { roleId, subject, until } of assignments)
    await unit.query(
      "insert into assignments (tenant_id, role_id, subject_type, subject_id, until_at) values ($1, $2, $3, $4, $5)",
      [unit.tenant, roleId, subject.type, subject.id, until && new Date(until)],
    );
}

async function seedSipAccounts(
  services: Services,
  unit: Unit,
  { users, freeSipAccounts }: SampleCompany,
  passwordOf: (login: string) => string,
): Promise<void> {
  const accounts = [...users.flatMap(({ sipAccount }) => (sipAccount ? [sipAccount] : [])), ...freeSipAccounts];
  for (const { id, userId, login, domain, port, transport, webSocketUrl } of accounts)
    await unit.query(
      `insert into sip_accounts (tenant_id, id, user_id, login, domain, port, transport, web_socket_url, password_sealed)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
      [
        unit.tenant,
        id,
        userId,
        login,
        domain,
        port,
        transport,
        webSocketUrl,
        sealSipPassword(services, id, passwordOf(login)),
      ],
    );
}

async function seedContact(unit: Unit, contact: Contact): Promise<void> {
  const { id, name, company, email, ownerId, phones } = contact;
  const search = fold([name, company, email, ...phones, ...phones.map((phone) => phone.replace(/\D/g, ""))].join(" "));
  await unit.query(
    `insert into contacts (tenant_id, id, name, sort_name, company, email, owner_id, phones, search)
     values ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9)`,
    [unit.tenant, id, name, fold(name), company, email, ownerId, phones, search],
  );
  for (const phone of phones) {
    const key = numberKey(phone);
    if (key)
      await unit.query(
        `insert into contact_numbers (tenant_id, contact_id, digits, last_ten) values ($1, $2, $3, $4) on conflict do nothing`,
        [unit.tenant, id, key.digits, key.lastTen],
      );
  }
}

async function seedCall(unit: Unit, call: CallRecord): Promise<void> {
  const { id, userId, note = null, outcome = null } = call;
  await putCall(unit, id, userId, call);
  await unit.query("update call_records set note = $3, outcome = $4 where tenant_id = $1 and id = $2", [
    unit.tenant,
    id,
    note,
    outcome,
  ]);
  if (!call.recording) return;
  const content = await storeContent(unit, unit, `sample-${id}`, [sampleTone(call.recording.seconds)]);
  await putRecording(unit, { ...call.recording, callId: id }, content);
}
