import { randomBytes } from "node:crypto";
import { type CallRecord, type Contact, type PhoneNumber, type User, periodAt } from "@crewdock/contract";
import { type SampleCompany, sampleCompany, type SampleLanguage, sampleTone } from "@crewdock/contract/sample";
import { fold } from "@crewdock/contract/serve";
import { putRecording } from "../calls/attach-recording.ts";
import { storeContent } from "../calls/recording-content.ts";
import { callSearch } from "../calls/save-call.ts";
import { numberKey } from "../directory/numbers.ts";
import { hashPassword } from "../secrets/password-hash.ts";
import { storeExpectations } from "../rights/expectation-rows.ts";
import type { Services } from "../services.ts";
import { insertRows } from "../store/insert-rows.ts";
import { runUnit, type Unit } from "../store/unit.ts";
import { sealSipPassword } from "../telephony/sip-secrets.ts";
import { userRow } from "../users/user-writes.ts";
import { seedUses } from "./seed-uses.ts";
import { insertOrganisation, insertRoles } from "./company-writes.ts";

export interface SeedOptions {
  /** Password of everybody; without it nobody can log in by password. For trying out only. */
  readonly password?: string;
  /** Password of a SIP account. @default a random one each */
  readonly sipPassword?: (login: string) => string;
  /** Of the names of roles, departments, positions, groups and numbers. @default "en" */
  readonly language?: SampleLanguage | undefined;
  /** Whether there are sentences that rights are to keep to, which changes can then be refused for. @default false */
  readonly expectations?: boolean | undefined;
}

/**
 * Fills an empty tenant with the sample company.
 * @returns the company, and whether it was stored now; false when there are users already, and then nothing is changed
 */
export async function seedSample(
  { services }: { readonly services: Services },
  options: SeedOptions = {},
): Promise<{ readonly company: SampleCompany; readonly seeded: boolean }> {
  const { language, expectations } = options;
  const company = sampleCompany({ now: services.now(), language, expectations });
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
      await seedNumbers(unit, company.numbers);
      await seedUsers(unit, company.users, hash);
      await seedAssignments(unit, company);
      await seedSipAccounts(
        services,
        unit,
        company,
        options.sipPassword ?? (() => randomBytes(18).toString("base64url")),
      );
      await seedContacts(unit, company.contacts);
      await seedCalls(unit, company.calls);
      if (services.uses) await seedUses(unit, company);
      if (expectations === true) await storeExpectations(unit, company.expectations);
      await unit.query("update tenants set rights_version = rights_version + 1 where id = $1", [unit.tenant]);
      unit.leaveUnaudited("a sample to try things out with");
      for (const type of ["rights.changed", "org.changed", "user.changed", "role.changed"] as const)
        unit.emit({ type, id: null });
      return true;
    },
  );
  return { company, seeded };
}

function seedNumbers(unit: Unit, numbers: readonly PhoneNumber[]): Promise<void> {
  const rows = numbers.map(({ id, number, name, uses, departmentIds }) => ({
    id,
    number,
    name,
    uses,
    department_ids: departmentIds,
  }));
  return insertRows(unit, unit.tenant, "phone_numbers", rows);
}

async function seedUsers(unit: Unit, users: readonly User[], hash: string | null): Promise<void> {
  const rows = users.map((user) => ({
    ...userRow(user, user.sipAccount?.login ?? null),
    id: user.id,
    password_hash: hash,
    state: user.state,
    invitation_state: user.invitation.state,
    invitation_at: user.invitation.at,
    last_login_at: user.lastLoginAt,
    created_at: user.createdAt,
    updated_at: user.updatedAt,
    suspended_until: user.state === "suspended" ? periodAt(unit.now, "week", user.timeZone).end : null,
  }));
  const members = users.flatMap(({ id, groupIds }) => groupIds.map((groupId) => ({ user_id: id, group_id: groupId })));
  await insertRows(unit, unit.tenant, "users", rows);
  await insertRows(unit, unit.tenant, "user_group_members", members);
}

function seedAssignments(unit: Unit, { assignments }: SampleCompany): Promise<void> {
  const rows = assignments.map(({ roleId, subject, until }) => ({
    role_id: roleId,
    subject_type: subject.type,
    subject_id: subject.id,
    until_at: until,
  }));
  return insertRows(unit, unit.tenant, "assignments", rows);
}

function seedSipAccounts(
  services: Services,
  unit: Unit,
  { users, freeSipAccounts }: SampleCompany,
  passwordOf: (login: string) => string,
): Promise<void> {
  const accounts = [...users.flatMap(({ sipAccount }) => (sipAccount ? [sipAccount] : [])), ...freeSipAccounts];
  const rows = accounts.map(({ id, userId, login, domain, port, transport, webSocketUrl }) => ({
    id,
    user_id: userId,
    login,
    domain,
    port,
    transport,
    web_socket_url: webSocketUrl,
    password_sealed: sealSipPassword(services, id, passwordOf(login)),
  }));
  return insertRows(unit, unit.tenant, "sip_accounts", rows);
}

async function seedContacts(unit: Unit, contacts: readonly Contact[]): Promise<void> {
  const rows = contacts.map(({ id, name, company, email, ownerId, phones }) => {
    const digits = phones.map((phone) => phone.replace(/\D/g, ""));
    const search = fold([name, company, email, ...phones, ...digits].join(" "));
    return { id, name, sort_name: fold(name), company, email, owner_id: ownerId, phones, search };
  });
  const numbers = contacts.flatMap(({ id, phones }) => {
    const keys = phones.map(numberKey).filter((key) => key !== undefined);
    const byDigits = new Map(keys.map((key) => [key.digits, key])); // a number may be written in two ways
    return [...byDigits.values()].map((key) => ({ contact_id: id, digits: key.digits, last_ten: key.lastTen }));
  });
  await insertRows(unit, unit.tenant, "contacts", rows);
  await insertRows(unit, unit.tenant, "contact_numbers", numbers);
}

async function seedCalls(unit: Unit, calls: readonly CallRecord[]): Promise<void> {
  const rows = calls.map((call) => ({
    id: call.id,
    user_id: call.userId,
    direction: call.direction,
    number: call.number,
    name: call.name,
    contact_id: call.contactId,
    started_at: call.startedAt,
    answered_at: call.answeredAt,
    ended_at: call.endedAt,
    result: call.result,
    search: callSearch(call),
    note: call.note ?? null,
    outcome: call.outcome ?? null,
  }));
  await insertRows(unit, unit.tenant, "call_records", rows);
  for (const { id, recording } of calls) {
    if (!recording) continue;
    const content = await storeContent(unit, unit, `sample-${id}`, [sampleTone(recording.seconds)]);
    await putRecording(unit, { ...recording, callId: id }, content);
  }
}
