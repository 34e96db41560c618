import assert from "node:assert/strict";
import { test } from "node:test";
import { activityLimitSchema } from "../access/activity-limit.ts";
import { loginRecordSchema } from "../access/login-record.ts";
import { loginSessionSchema } from "../access/login-session.ts";
import { canonicalAddress } from "../access/address.ts";
import { assignmentSchema } from "../assignments/assignment.ts";
import { callRecordSchema } from "../calls/call-record.ts";
import { contactSchema } from "../directory/directory.ts";
import { fieldErrors } from "../errors/validate.ts";
import { organisationSchema } from "../org/org.ts";
import { isAdministrator } from "../rights/administrators.ts";
import { compileRights } from "../rights/compiled-rights.ts";
import { breachesOf, excessOfRole, indexExpectations } from "../rights/expectation-breaches.ts";
import { expectationErrors } from "../rights/expectation-errors.ts";
import { rightsOf } from "../rights/user-rights.ts";
import { roleSchema } from "../roles/role.ts";
import { phoneNumberSchema } from "../telephony/phone-number.ts";
import { userInputSchema, userSchema } from "../users/user.ts";
import { sampleCompany, sampleLanguageFor } from "./index.ts";

const now = new Date("2026-03-02T09:00:00.000Z");
const company = sampleCompany({ now });

test("the same instant gives the same company", () => {
  assert.deepEqual(sampleCompany({ now }), company);
});

test("where sentences are asked for, they are in every language, are no mistakes, and everybody keeps to them", () => {
  assert.deepEqual(company.expectations, []);
  for (const language of ["en", "pl", "pt-BR", "ru"] as const) {
    const { expectations, organisation, roles, assignments, catalogue, users } = sampleCompany({
      now,
      language,
      expectations: true,
    });
    const ids = new Set([...roles, ...organisation.positions].map(({ id }) => id));
    assert.deepEqual(
      expectationErrors(expectations, catalogue, ({ id }) => ids.has(id)),
      [],
    );
    assert.equal(new Set(expectations.map(({ note }) => note)).size, expectations.length);
    const rights = compileRights({ ...organisation, roles, assignments, catalogue }, now);
    const index = indexExpectations(expectations);
    assert.ok(expectations.length > 2 && expectations.every((each) => excessOfRole(rights, each) <= 0));
    for (const user of users) assert.deepEqual([...breachesOf(rights, index, user)], [], user.id);
  }
});

test("it keeps the contract's schemas, also as input", () => {
  assert.deepEqual(fieldErrors(organisationSchema, company.organisation), []);
  for (const user of company.users) {
    assert.deepEqual(fieldErrors(userSchema, user), [], user.id);
    assert.deepEqual(fieldErrors(userInputSchema, { ...user, password: null, sipAccount: null }), [], user.id);
  }
  for (const role of company.roles) assert.deepEqual(fieldErrors(roleSchema, role), []);
  for (const assignment of company.assignments) assert.deepEqual(fieldErrors(assignmentSchema, assignment), []);
  for (const contact of company.contacts) assert.deepEqual(fieldErrors(contactSchema, contact), []);
  for (const login of company.logins) assert.deepEqual(fieldErrors(loginRecordSchema, login), []);
  for (const session of company.sessions) assert.deepEqual(fieldErrors(loginSessionSchema, session), []);
  for (const limit of company.activityLimits) assert.deepEqual(fieldErrors(activityLimitSchema, limit), []);
  for (const number of company.numbers) assert.deepEqual(fieldErrors(phoneNumberSchema, number), []);
  for (const call of company.calls) assert.deepEqual(fieldErrors(callRecordSchema, call), []);
});

test("in another language whatever the company has named is of that language, and nothing else differs", () => {
  const named = (made: typeof company) => [
    ...Object.values(made.organisation).flat(),
    ...made.roles,
    ...made.roles.map(({ id, description }) => ({ id, name: description ?? "" })),
    ...made.numbers,
  ];
  const unnamed = ({ roles, numbers, ...rest }: typeof company) => [
    { ...rest, organisation: null },
    roles.map(({ grants, userCount }) => [grants, userCount]),
    numbers.map(({ number }) => number),
  ];
  const english = named(company).map(({ name }) => name);
  const sameWord = { ru: [], pl: ["Administrator"], "pt-BR": [] };
  for (const language of ["ru", "pl", "pt-BR"] as const) {
    const made = sampleCompany({ now, language });
    const names = named(made).map(({ name }) => name);
    assert.equal(names.length, english.length);
    assert.deepEqual(
      names.filter((name, at) => name === english[at]),
      sameWord[language],
    );
    assert.deepEqual(unnamed(made), unnamed(company));
  }
  for (const { id, name } of named(sampleCompany({ now, language: "ru" })))
    assert.match(name, /^\p{Script=Cyrillic}/u, id);
});

test("a system's language finds the sample's whatever the region, and English otherwise", () => {
  const tags = ["pl", "pl-PL", "pt", "pt-PT", "pt-br", "ru-RU", "en-GB", "de", ""];
  assert.deepEqual(tags.map(sampleLanguageFor), ["pl", "pl", "pt-BR", "pt-BR", "pt-BR", "ru", "en", "en", "en"]);
});

test("60 people in 6 departments, each known by one login, address and extension", () => {
  const { users, organisation } = company;
  assert.equal(users.length, 60);
  assert.equal(new Set(users.map(({ departmentId }) => departmentId)).size, 6);
  assert.equal(organisation.departments.length, 6);
  for (const key of ["id", "email", "login"] as const) assert.equal(new Set(users.map((user) => user[key])).size, 60);
  const extensions = users.map(({ sipAccount }) => sipAccount?.login);
  assert.deepEqual([extensions[0], extensions[59], new Set(extensions).size], ["1001", "1060", 60]);
  assert.equal(company.freeSipAccounts.length, 6);
});

test("every id that is named exists", () => {
  const { organisation, users, roles, contacts } = company;
  const ids = (items: readonly { readonly id: string }[]): ReadonlySet<string> => new Set(items.map(({ id }) => id));
  const [departments, positions, groups] = [
    ids(organisation.departments),
    ids(organisation.positions),
    ids(organisation.groups),
  ];
  const [people, roleIds, contactIds] = [ids(users), ids(roles), ids(contacts)];
  for (const { headId } of organisation.departments) assert.ok(headId !== null && people.has(headId));
  for (const { departmentId, defaultRoleId } of organisation.positions)
    assert.ok(departments.has(departmentId ?? "") && roleIds.has(defaultRoleId ?? ""));
  for (const user of users) {
    assert.ok(departments.has(user.departmentId) && positions.has(user.positionId ?? ""));
    assert.ok(user.groupIds.every((id) => groups.has(id)) && user.roleIds.every((id) => roleIds.has(id)));
  }
  for (const { ownerId } of contacts) assert.ok(ownerId === null || people.has(ownerId));
  for (const deal of company.deals) assert.ok(people.has(deal.ownerId) && contactIds.has(deal.contactId));
  for (const { userId, contactId } of company.calls)
    assert.ok(people.has(userId) && (contactId === null || contactIds.has(contactId)));
});

test("the demo's people are active: an administrator, a head who is none, and a sales manager", () => {
  const { users, organisation, demoPeople, roles, assignments } = company;
  const rights = compileRights({ ...organisation, roles, assignments }, now);
  const find = (id: string) => {
    const user = users.find((one) => one.id === id);
    assert.ok(user?.state === "active");
    return user;
  };
  assert.ok(isAdministrator(rightsOf(rights, find(demoPeople.admin))));
  assert.ok(!isAdministrator(rightsOf(rights, find(demoPeople.head))));
  assert.equal(organisation.departments.find(({ id }) => id === "d-sales")?.headId, demoPeople.head);
  const position = organisation.positions.find(({ id }) => id === find(demoPeople.manager).positionId);
  assert.equal(position?.name, "Sales manager");
  assert.equal(roles.find(({ id }) => id === "r-admin")?.grants["balance.topUp"], undefined);
});

test("calls lie in the last two weeks and follow one another in time", () => {
  assert.equal(company.calls.length, 80);
  for (const { startedAt, answeredAt, endedAt } of company.calls) {
    const age = now.getTime() - Date.parse(startedAt);
    assert.ok(age > 0 && age <= 14.1 * 86_400_000);
    assert.ok(
      endedAt !== null &&
        startedAt < endedAt &&
        (answeredAt === null || (startedAt < answeredAt && answeredAt < endedAt)),
    );
    assert.ok(Date.parse(endedAt) <= now.getTime());
  }
});

test("numbers are from ranges that nobody has", () => {
  const phones = company.contacts.filter(({ id }) => id !== "c-000").flatMap((contact) => contact.phones);
  const own = company.numbers.map(({ number }) => number);
  assert.ok(own.every((number) => !phones.includes(number)));
  for (const phone of [...phones, ...own])
    assert.match(phone, /^\+(?:74950000\d{3}|48220000\d{3}|551100000\d{3}|442079460\d{3})$/);
  for (const { amount, currency } of company.deals) {
    assert.match(amount, /^[1-9]\d*\.\d\d$/);
    assert.match(currency, /^(?:RUB|PLN|BRL|GBP)$/);
  }
});

test("everybody's last log-in is in the log of two weeks, with failures of every kind", () => {
  const { users, logins, sessions } = company;
  for (const { id, state, lastLoginAt } of users) {
    if (lastLoginAt === null || state === "deactivated") continue;
    const last = logins.find(({ userId, result }) => userId === id && result === "ok");
    assert.equal(last?.at, lastLoginAt, id);
    assert.equal(
      sessions.some((session) => session.id === last?.sessionId),
      state === "active",
      id,
    );
  }
  assert.deepEqual([...new Set(logins.map(({ result }) => result))].sort(), [
    "address",
    "ok",
    "rate_limited",
    "refused",
    "wrong",
  ]);
  assert.ok(
    logins.every(({ at }) => Date.parse(at) <= now.getTime() && Date.parse(at) > now.getTime() - 16 * 86_400_000),
  );
  assert.ok(logins.every(({ address }) => address !== null && canonicalAddress(address) === address));
  assert.equal(new Set(logins.map(({ id }) => id)).size, logins.length);
});
