import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultPasswordPolicy, type Policy, type User } from "@crewdock/contract";
import { compareVersions, mergeVersions } from "./conflict.ts";
import { createDraftKeeper, type DraftStorage } from "./draft.ts";
import { createIdempotencyKeys } from "./idempotency.ts";
import { suggestLogin } from "./login-suggestion.ts";
import { applyPosition, originsOf, type WorkPlace } from "./position-defaults.ts";
import { pl } from "../messages/pl.ts";
import { ptBR } from "../messages/pt-BR.ts";
import { ru } from "../messages/ru.ts";
import { findTimeZones } from "./time-zones.ts";
import { transliterate } from "./transliterate.ts";
import { complaintAbout, formPointer } from "./validators.ts";
import { emptyValues, toInput, toPatch, type UserFormValues, valuesOf } from "./values.ts";

const policy: Policy = {
  rolesPerUser: "many",
  sipAccount: "optional",
  position: "optional",
  login: "name",
  password: defaultPasswordPolicy,
};
const rules = { policy, sipPasswordStored: () => false };

const anna: User = {
  id: "u1",
  version: "1",
  state: "active",
  name: { last: "Petrova", first: "Anna", patronymic: null },
  email: "anna@crewdock.test",
  login: "a.petrova",
  timeZone: "Europe/Moscow",
  serviceNumber: null,
  positionId: null,
  departmentId: "d1",
  groupIds: [],
  roleIds: ["r1"],
  invitation: { state: "none", at: null },
  sipAccount: null,
  mailAccounts: [],
  lastLoginAt: null,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
};

const nobody: WorkPlace = { departmentId: null, departmentFrom: "none", roleIds: [], rolesFrom: "none" };
const seller = { id: "p1", version: "1", name: "Sales manager", departmentId: "sales", defaultRoleId: "manager" };
const accountant = { id: "p2", version: "1", name: "Accountant", departmentId: "finance", defaultRoleId: null };

test("a password on a part of the login or on the patronymic is refused before it is sent, as the server would", () => {
  const values: UserFormValues = { ...valuesOf(anna), patronymic: "Sergeevna", login: "ann.zielinska" };
  for (const password of ["Sergeevna-2026", "Zielinska-2026"])
    assert.equal(
      complaintAbout("password", { ...values, access: "password", password }, rules)?.code,
      "weak_password",
      password,
    );
});

test("a position fills department and role, and another one replaces what the first gave", () => {
  const first = applyPosition(nobody, seller);
  assert.deepEqual(first, {
    departmentId: "sales",
    departmentFrom: "position",
    roleIds: ["manager"],
    rolesFrom: "position",
  });
  const second = applyPosition(first, accountant);
  assert.equal(second.departmentId, "finance");
  assert.deepEqual(second.roleIds, [], "a role that came from a position goes with it");
});

test("what a person chose stays when the position changes", () => {
  const chosen: WorkPlace = { ...applyPosition(nobody, seller), departmentId: "north", departmentFrom: "person" };
  const next = applyPosition(chosen, accountant);
  assert.equal(next.departmentId, "north");
  assert.equal(next.departmentFrom, "person");
});

test("a stored value that is what the position gives counts as coming from it", () => {
  const user = { departmentId: "sales", roleIds: ["chief"] };
  assert.deepEqual(originsOf(user, seller), { departmentFrom: "position", rolesFrom: "person" });
});

test("a login is suggested from the name, and from the e-mail where there is no name yet", () => {
  const person = { last: "Щукина", first: "Юлия", email: "" };
  assert.equal(suggestLogin(person, "name"), "i.shchukina");
  assert.equal(suggestLogin({ last: "", first: "", email: ".anna+crm@x.test" }, "name"), "annacrm");
  assert.equal(suggestLogin({ ...person, email: " anna@x.test " }, "email"), "anna@x.test");
});

test("names become letters that every log-in screen can type", () => {
  assert.equal(transliterate("Łukasz Dąbrowski"), "lukaszdabrowski");
  assert.equal(transliterate("Алёна Ильинична"), "alenailinichna");
  assert.equal(transliterate("O'Brien-Święs"), "obrienswies");
});

test("time zones are found by city, offset and name, one's own offset first", () => {
  const at = new Date("2026-01-15T12:00:00Z");
  for (const typed of ["sao paulo", "São Paulo"]) {
    const { value, label } = findTimeZones(typed, "en", "UTC", at)[0] ?? {};
    assert.deepEqual([value, label], ["America/Sao_Paulo", "São Paulo"]);
  }
  assert.ok(findTimeZones("москва", "ru", "UTC", at).some(({ value }) => value === "Europe/Moscow"));
  assert.equal(findTimeZones("moscow", "en", "UTC", at)[0]?.value, "Europe/Moscow");
  const near = findTimeZones("", "en", "Europe/Warsaw", at);
  assert.equal(near[0]?.value, "Europe/Warsaw");
  assert.ok(near.length > 1 && near.every(({ detail }) => detail?.startsWith("UTC+1 ")));
});

test("a Russian form knows large cities in Cyrillic, the city itself before those that share its time", () => {
  const at = new Date("2026-01-15T12:00:00Z");
  const first = (typed: string): readonly unknown[] => {
    const { value, label } = findTimeZones(typed, "ru", "UTC", at, ru.zoneCities)[0] ?? {};
    return [value, label];
  };
  assert.deepEqual(first("москва"), ["Europe/Moscow", "Москва"]);
  assert.deepEqual(first("Moscow"), ["Europe/Moscow", "Москва"]);
  assert.deepEqual(first("варшава"), ["Europe/Warsaw", "Варшава"]);
  assert.deepEqual(first("Берлин"), ["Europe/Berlin", "Берлин"]);
  assert.deepEqual(first("йорк"), ["America/New_York", "Нью-Йорк"]);
  assert.deepEqual(first("пекин"), ["Asia/Shanghai", "Шанхай, Пекин"]);
});

test("Polish and Brazilian forms know cities by the names that people there use", () => {
  const at = new Date("2026-01-15T12:00:00Z");
  assert.equal(findTimeZones("warszawa", "pl", "UTC", at, pl.zoneCities)[0]?.value, "Europe/Warsaw");
  assert.equal(findTimeZones("nowy jork", "pl", "UTC", at, pl.zoneCities)[0]?.value, "America/New_York");
  assert.equal(findTimeZones("brasília", "pt-BR", "UTC", at, ptBR.zoneCities)[0]?.value, "America/Sao_Paulo");
  assert.equal(findTimeZones("londres", "pt-BR", "UTC", at, ptBR.zoneCities)[0]?.value, "Europe/London");
});

test("time zones that a language names are there", () => {
  const known = new Set(Intl.supportedValuesOf("timeZone"));
  for (const { zoneCities } of [ru, pl, ptBR]) {
    const zones = zoneCities.split("|").map((entry) => entry.split("=")[0] ?? "");
    assert.deepEqual(
      zones.filter((zone) => !known.has(zone) && zone !== "Europe/Kyiv"),
      [],
    );
  }
});

test("input is trimmed, and what was left empty is null", () => {
  const input = toInput({
    ...emptyValues("Europe/Moscow", false),
    last: " Petrova ",
    first: "Anna",
    patronymic: "  ",
    password: "left over",
    sipLogin: "left over",
  });
  assert.deepEqual(input.name, { last: "Petrova", first: "Anna", patronymic: null });
  assert.equal(input.password, null, "an invitation sends no password");
  assert.equal(input.sipAccount, null);
});

test("a patch has only the members that were changed", () => {
  const values: UserFormValues = { ...valuesOf(anna), first: "Anya", timeZone: "Europe/Warsaw" };
  const patch = toPatch(values, ["first", "timeZone"]);
  assert.deepEqual(patch, { name: { last: "Petrova", first: "Anya", patronymic: null }, timeZone: "Europe/Warsaw" });
});

test("a password that was begun and taken back is not sent", () => {
  const values: UserFormValues = { ...valuesOf(anna), password: "correct horse battery" };
  assert.deepEqual(toPatch(values, ["password"]), {});
});

test("both versions of a field stand in a row; what only they changed is taken", () => {
  const base = valuesOf(anna);
  const mine: UserFormValues = { ...base, first: "Anya", login: "anya" };
  const theirs: User = { ...anna, version: "2", name: { ...anna.name, first: "Ann" }, serviceNumber: "7" };
  const conflict = compareVersions(base, mine, theirs);
  assert.deepEqual(
    conflict.rows.map(({ key, disputed, keep }) => [key, disputed, keep]),
    [
      ["first", true, "mine"],
      ["serviceNumber", false, "theirs"],
    ],
  );
  assert.deepEqual(mergeVersions(conflict, mine, ["first", "login"]), { first: "Anya", login: "anya" });
  const taken = { ...conflict, rows: conflict.rows.map((row) => ({ ...row, keep: "theirs" as const })) };
  assert.deepEqual(mergeVersions(taken, mine, ["first", "login"]), { login: "anya" }, "other own changes are kept");
});

test("the same body keeps its key, another body gets another", () => {
  const keyFor = createIdempotencyKeys();
  const first = keyFor({ a: 1 });
  assert.equal(keyFor({ a: 1 }), first);
  assert.notEqual(keyFor({ a: 2 }), first);
});

function memoryStorage(): DraftStorage & { readonly kept: Map<string, string> } {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  };
}

test("a draft comes back without any password", () => {
  const storage = memoryStorage();
  const keeper = createDraftKeeper(storage, "here");
  const server = { host: "imap.test", port: 993, security: "ssl", username: "anna" } as const;
  const account = {
    email: "anna@x.test",
    providerId: null,
    imap: server,
    smtp: server,
    password: "mail-secret",
    sentFolder: null,
    active: true,
  };
  keeper.write({
    version: null,
    base: {},
    values: { last: "Petrova", password: "user-secret", sipPassword: "sip-secret", mail: [{ key: "m", account }] },
  });
  assert.doesNotMatch([...storage.kept.values()].join(), /secret/);
  assert.equal(keeper.read()?.values.last, "Petrova");
  assert.equal(keeper.read()?.values.mail?.[0]?.account.password, null);
});

test("a storage that refuses or holds rubbish only means that there is no draft", () => {
  const storage = memoryStorage();
  storage.kept.set("crewdock:draft:here", "{{");
  assert.equal(createDraftKeeper(storage, "here").read(), undefined);
  storage.kept.set("crewdock:draft:here", '{"values":null,"base":{}}');
  assert.equal(createDraftKeeper(storage, "here").read(), undefined);
  const full: DraftStorage = {
    ...storage,
    setItem: () => {
      throw new DOMException("full", "QuotaExceededError");
    },
  };
  assert.doesNotThrow(() => createDraftKeeper(full, "here").write({ version: null, base: {}, values: {} }));
});

test("hostile and malformed values are refused by field, strange ones that can be stored are not", () => {
  const empty = emptyValues("Europe/Moscow", true);
  const about = (field: keyof UserFormValues, values: Partial<UserFormValues>): string | undefined =>
    complaintAbout(field, { ...empty, ...values }, rules)?.code;
  assert.equal(about("last", { last: "<img src=x onerror=alert(1)>" }), undefined);
  assert.equal(about("last", { last: "אבג\u200f 👩‍💻'; DROP TABLE users" }), undefined);
  assert.equal(about("last", { last: "a\nb" }), "invalid_text");
  assert.equal(about("last", { last: "a\u0000" }), "invalid_text");
  assert.equal(about("last", { last: "Test\u202enohta" }), "invalid_text");
  assert.equal(about("last", { last: "x".repeat(101) }), "too_long");
  assert.equal(about("email", { email: "anna@" }), "invalid_email");
  assert.equal(about("login", { login: "anna petrova" }), "login");
  assert.equal(about("sipPort", { sipPort: "70000" }), "port");
  assert.equal(about("sipDomain", { sipDomain: "http://x" }), "invalid_host");
  assert.equal(about("sipUrl", { sipTransport: "wss", sipUrl: "https://x" }), "url");
  assert.equal(about("sipUrl", { sipTransport: "udp", sipUrl: "https://x" }), undefined, "not sent, not judged");
  assert.equal(about("passwordAgain", { access: "password", password: "a", passwordAgain: "b" }), "mismatch");
});

test("pointers into the whole input and into the record are the same field", () => {
  assert.equal(formPointer("/user/name/last"), "/name/last");
  assert.equal(formPointer("/patch/email"), "/email");
  assert.equal(formPointer("/email"), "/email");
});
