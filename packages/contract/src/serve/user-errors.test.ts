import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultPolicy, type Policy } from "../session/session.ts";
import type { UserPatch } from "../users/user.ts";
import { type UserDraft, userErrors } from "./user-errors.ts";

const anna = { id: "u1", email: "anna@crm.test", login: "anna" };
const user: UserDraft["user"] = {
  id: "u2",
  name: { last: "Nowak", first: "Piotr", patronymic: null },
  email: "piotr@crm.test",
  login: "piotr",
  departmentId: "d1",
  positionId: null,
  groupIds: [],
  roleIds: [],
};

/** What is wrong after a change of `user`, as pointers with codes. */
function wrong(
  more: Partial<UserDraft["user"]>,
  touched: readonly (keyof UserPatch)[],
  policy: Partial<Policy> = {},
  password: string | null = null,
): readonly string[] {
  const errors = userErrors(
    {
      policy: { ...defaultPolicy, ...policy },
      organisation: { departments: [{ id: "d1", parentId: null }], positions: [], groups: [] },
      roles: [{ id: "r1", grants: {} }],
      users: [anna, user],
      numbers: [
        { id: "n1", version: "1", number: "+48221234567", name: "Office", uses: ["calls"], departmentIds: null },
        {
          id: "n2",
          version: "1",
          number: "+48221234568",
          name: "Sales",
          uses: ["calls", "sms"],
          departmentIds: ["d2"],
        },
      ],
      grants: {},
      reaches: () => true,
    },
    { user: { ...user, ...more }, formerRoleIds: [], hasSipAccount: false, password },
    new Set(touched),
  );
  return errors.map(({ pointer, code }) => `${pointer} ${code}`);
}

test("a login or address that is somebody's login or address, in any case and width, is taken", () => {
  assert.deepEqual(wrong({ login: "ANNA" }, ["login"]), ["/login duplicate"]);
  assert.deepEqual(wrong({ login: "Anna@crm.test" }, ["login"]), ["/login duplicate"]);
  assert.deepEqual(wrong({ email: "ＡＮＮＡ@crm.test" }, ["email"]), ["/email duplicate"]);
  assert.deepEqual(wrong({ email: "anna" }, ["email"]), ["/email duplicate"]);
  assert.deepEqual(wrong({ login: "piotr@crm.test", email: "piotr@crm.test" }, ["login", "email"]), []);
  assert.deepEqual(wrong({ login: "anna" }, ["timeZone"]), [], "what stays was judged before");
});

test("under the policy of e-mail the login is the address, whichever of them is changed", () => {
  const policy = { login: "email" } as const;
  const alike = { login: "piotr@crm.test" };
  assert.deepEqual(wrong(alike, ["login"], policy), []);
  assert.deepEqual(wrong({ login: "PIOTR@crm.test" }, ["login"], policy), []);
  assert.deepEqual(wrong({ login: "piotr" }, ["login"], policy), ["/login mismatch"]);
  assert.deepEqual(wrong({ ...alike, email: "p.nowak@crm.test" }, ["email"], policy), ["/login mismatch"]);
  const both = { login: "p.nowak@crm.test", email: "p.nowak@crm.test" };
  assert.deepEqual(wrong(both, ["email", "login"], policy), []);
  assert.deepEqual(wrong({ login: "anna", email: anna.email }, ["email", "login"], policy), [
    "/email duplicate",
    "/login mismatch",
  ]);
});

test("a taken login is told together with all else that is wrong", () => {
  assert.deepEqual(wrong({ login: "anna", departmentId: "d9" }, ["login", "departmentId"]), [
    "/departmentId not_found",
    "/login duplicate",
  ]);
});

test("no password is built on a part of a name, of the login or of the address", () => {
  const double = { name: { last: "Kowalska-Zielińska", first: "Ewa", patronymic: null }, login: "e.zielinska" };
  assert.deepEqual(wrong(double, ["password"], {}, "Zielińska2026!"), ["/password weak_password"]);
  assert.deepEqual(wrong(double, ["password"], {}, "zielinska-1991!"), ["/password weak_password"]);
  assert.deepEqual(wrong(double, ["password"], {}, "stapler-orbit-maple"), []);
});

test("a role that is named twice is one role", () => {
  assert.deepEqual(wrong({ roleIds: ["r1", "r1"] }, ["roleIds"], { rolesPerUser: "one" }), []);
});

test("a person shows a number that there is, for what it is good for, where the department may", () => {
  assert.deepEqual(wrong({ callerId: "n1", smsCallerId: null }, ["callerId", "smsCallerId"]), []);
  assert.deepEqual(wrong({ callerId: "n9" }, ["callerId"]), ["/callerId not_found"]);
  assert.deepEqual(wrong({ smsCallerId: "n1" }, ["smsCallerId"]), ["/smsCallerId not_allowed"]);
  assert.deepEqual(wrong({ callerId: "n2" }, ["callerId"]), ["/callerId not_allowed"]);
  assert.deepEqual(wrong({ callerId: "n9" }, ["email"]), [], "what stays was judged before");
});
