import type { CrewError, Id, RightsExpectation, RightsExpectations, User, UserInput } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame, outcomes } from "../kit/expect.ts";
import { createRole, createUser } from "../samples/inputs.ts";
import { createDepartment, createPosition } from "../samples/org-recipes.ts";

const verbs = ["roles.expectations", "roles.setExpectations"] as const;

/** What somebody takes who may do nothing but what a case gives them. */
const newcomer = ["users.create", "org.createDepartment", "org.createPosition"] as const;

/** Sets all sentences; repeats while others do the same. */
async function setExpectations(
  { as }: ConformanceContext,
  change: (expectations: readonly RightsExpectation[]) => readonly RightsExpectation[],
): Promise<RightsExpectations> {
  const { roles } = as("admin");
  for (let tries = 0; tries < 50; tries++) {
    const { version, expectations } = await roles.expectations({});
    const { done, failed } = await outcomes([roles.setExpectations({ version, expectations: change(expectations) })]);
    if (done[0]) return done[0];
    ensure(failed[0]?.code === "conflict", `failed with ${failed[0]?.code ?? ""}`);
  }
  throw new RangeError("others always came first");
}

/** Runs while a sentence is kept, and takes it away again: other cases share the company. */
async function during(
  context: ConformanceContext,
  expectation: RightsExpectation,
  run: () => Promise<void>,
): Promise<void> {
  await setExpectations(context, (others) => [...others, expectation]);
  try {
    await run();
  } finally {
    await setExpectations(context, (all) => all.filter(({ id }) => id !== expectation.id));
  }
}

/** The action that the small grants of cases allow. */
function smallAction({ world }: ConformanceContext): string {
  const [action] = Object.keys(world.smallGrants);
  onlyIf(action !== undefined, "no action to be denied");
  return action;
}

/** 'Must not', of an action that nobody has without a case giving it. */
function mustNot(
  context: ConformanceContext,
  type: RightsExpectation["subject"]["type"],
  id: Id,
  more: Partial<RightsExpectation> = {},
): RightsExpectation {
  const action = smallAction(context);
  return { id: context.unique(), subject: { type, id }, action, bound: "at_most", scope: "none", note: null, ...more };
}

async function ensureBroken(
  call: Promise<unknown>,
  { id }: RightsExpectation,
  ...userIds: readonly Id[]
): Promise<void> {
  const error = await ensureFails(call, "expectation_broken");
  ensureTold(error, id, userIds);
}

function ensureTold({ broken }: Pick<CrewError, "broken">, id: Id, userIds: readonly Id[]): void {
  ensureSame(
    broken.map(({ expectation, count }) => [expectation.id, count]),
    [[id, userIds.length]],
    "the sentence and how many would break it",
  );
  ensureSame([...(broken[0]?.userIds ?? [])].sort(), [...userIds].sort(), "who would break it");
}

/** Somebody in a department and a position of their own: other cases give roles to those that all share. */
async function createNewcomer(context: ConformanceContext, more: Partial<UserInput> = {}): Promise<User> {
  const { policy } = context.world.session("admin");
  return createUser(context, {
    departmentId: more.departmentId ?? (await createDepartment(context, { parentId: null })).id,
    positionId: policy.position === "required" ? (await createPosition(context)).id : null,
    ...more,
  });
}

/** A role that allows something, and a user who may do nothing. */
async function roleAndUser(context: ConformanceContext): Promise<{ readonly roleId: Id; readonly user: User }> {
  const [role, user] = [await createRole(context), await createNewcomer(context)];
  return { roleId: role.id, user };
}

export const expectationCases: readonly ConformanceCase[] = casesOf("roles", {
  "keeps sentences as they were sent and in their order": [
    [...verbs, "roles.create"],
    async (context) => {
      const { id } = await createRole(context, { grants: {} });
      const one = mustNot(context, "role", id, { note: "Закон о данных <b>&amp;" });
      const two = mustNot(context, "role", id, { bound: "at_least", scope: "own" });
      const ours = ({ subject }: RightsExpectation): boolean => subject.id === id;
      const before = await context.as("admin").roles.expectations({});
      const set = await setExpectations(context, (others) => [...others, two, one]);
      ensure(set.version !== before.version, "the version did not change");
      ensureSame((await context.as("admin").roles.expectations({})).expectations.filter(ours), [two, one], "read back");
      const left = await setExpectations(context, (all) => all.filter((each) => !ours(each)));
      ensureSame(left.expectations.filter(ours), [], "taken away");
    },
  ],
  "refuses sentences at a stale version": [
    verbs,
    async ({ as }) => {
      const { expectations } = await as("admin").roles.expectations({});
      const error = await ensureFails(
        as("admin").roles.setExpectations({ version: "stale-0", expectations }),
        "conflict",
      );
      ensure(typeof error.current === "object", "without the present sentences");
    },
  ],
  "refuses sentences of nobody, of unknown actions and such that nothing could break": [
    [...verbs, "roles.create"],
    async (context) => {
      const { id } = await createRole(context);
      const wrong = [
        mustNot(context, "role", "r-nowhere"),
        mustNot(context, "role", id, { action: "deal.fly" }),
        mustNot(context, "role", id, { bound: "at_least" }),
      ];
      const { roles } = context.as("admin");
      const { version, expectations } = await roles.expectations({});
      const call = roles.setExpectations({ version, expectations: [...expectations, ...wrong] });
      const at = expectations.length;
      ensureFields(await ensureFails(call, "validation"), {
        [`/expectations/${String(at)}/subject/id`]: "not_found",
        [`/expectations/${String(at + 1)}/action`]: "invalid_option",
        [`/expectations/${String(at + 2)}/scope`]: "not_allowed",
      });
    },
  ],
  "lets nobody but who manages roles set sentences": [
    verbs,
    async ({ as }) => {
      const { version, expectations } = await as("admin").roles.expectations({});
      for (const actor of ["limited", "nobody"] as const)
        await ensureFails(as(actor).roles.setExpectations({ version, expectations }), "forbidden");
    },
  ],
  "tells whether a sentence holds, and who breaks it by which role": [
    ["roles.testExpectations", "roles.create", ...newcomer, "users.update"],
    async (context) => {
      const { roleId, user } = await roleAndUser(context);
      const sentence = mustNot(context, "user", user.id);
      const verdict = async (): Promise<unknown> => {
        const { items } = await context.as("admin").roles.testExpectations({ expectations: [sentence] });
        return items.map(({ holds, count, people }) => [
          holds,
          count,
          people.map(({ userId, scope, path }) => [userId, scope, path?.roleId]),
        ]);
      };
      ensureSame(await verdict(), [[true, 0, []]], "while it holds");
      const { id, version } = user;
      await context.as("admin").users.update({ id, version, patch: { roleIds: [...user.roleIds, roleId] } });
      ensureSame(await verdict(), [[false, 1, [[id, "own", roleId]]]], "once it is broken");
    },
  ],
  "refuses grants by which a role breaks a sentence, and says which one and for whom": [
    [...verbs, "roles.create", "roles.get", "roles.update", ...newcomer],
    async (context) => {
      const role = await createRole(context, { grants: {} });
      const sentence = mustNot(context, "role", role.id);
      await during(context, sentence, async () => {
        const { roles } = context.as("admin");
        const grants = context.world.smallGrants;
        const call = { id: role.id, version: role.version, patch: { grants } };
        await ensureBroken(roles.update(call), sentence);
        const user = await createNewcomer(context, { roleIds: [role.id] });
        const { version } = await roles.get({ id: role.id });
        await ensureBroken(roles.update({ ...call, version }), sentence, user.id);
        ensureSame((await roles.get({ id: role.id })).grants, {}, "the grants");
      });
    },
  ],
  "refuses assignments that break a sentence": [
    [...verbs, "assignments.replace", "assignments.list", "roles.create", ...newcomer],
    async (context) => {
      const [role, user] = [await createRole(context), await createNewcomer(context)];
      const sentence = mustNot(context, "user", user.id);
      await during(context, sentence, async () => {
        const { assignments } = context.as("admin");
        const to = [{ subject: { type: "user", id: user.id }, until: null } as const];
        await ensureBroken(
          assignments.replace({ roleId: role.id, version: role.version, assignments: to }),
          sentence,
          user.id,
        );
        ensureSame((await assignments.list({ roleId: role.id })).items, [], "given all the same");
      });
    },
  ],
  "refuses a role and a state by which a person breaks a sentence": [
    [...verbs, "roles.create", ...newcomer, "users.get", "users.update", "users.setState"],
    async (context) => {
      const { users } = context.as("admin");
      const { roleId, user } = await roleAndUser(context);
      const sentence = mustNot(context, "user", user.id);
      await during(context, sentence, async () => {
        const { id, version } = user;
        await ensureBroken(users.update({ id, version, patch: { roleIds: [roleId] } }), sentence, id);
        const blocked = await users.setState({ id, version, state: "blocked" });
        const given = await users.update({ id, version: blocked.version, patch: { roleIds: [roleId] } });
        await ensureBroken(users.setState({ id, version: given.version, state: "active" }), sentence, id);
        ensure((await users.get({ id })).state === "blocked", "active all the same");
      });
    },
  ],
  "refuses of many people those who would break a sentence": [
    [...verbs, "roles.create", "users.bulk", ...newcomer],
    async (context) => {
      const { roleId, user } = await roleAndUser(context);
      const other = await createUser(context);
      const sentence = mustNot(context, "user", user.id);
      await during(context, sentence, async () => {
        const { results } = await context
          .as("admin")
          .users.bulk({ ids: [user.id, other.id], change: { kind: "addRole", roleId } });
        ensureSame(
          results.map((result) => (result.ok ? "done" : result.problem.code)),
          ["expectation_broken", "done"],
          "the results",
        );
      });
    },
  ],
  "refuses to move people to where a sentence is broken": [
    [...verbs, "roles.create", "assignments.replace", "org.updateDepartment", ...newcomer],
    async (context) => {
      const { org, assignments } = context.as("admin");
      const apart = { parentId: null };
      const [above, moved] = [await createDepartment(context, apart), await createDepartment(context, apart)];
      const role = await createRole(context);
      const to = [{ subject: { type: "department", id: above.id }, until: null } as const];
      await assignments.replace({ roleId: role.id, version: role.version, assignments: to });
      const user = await createNewcomer(context, { departmentId: moved.id });
      const sentence = mustNot(context, "department", moved.id);
      await during(context, sentence, async () => {
        const call = { id: moved.id, version: moved.version, patch: { parentId: above.id } };
        await ensureBroken(org.updateDepartment(call), sentence, user.id);
      });
    },
  ],
  "lets a sentence that is broken already stand in nobody's way": [
    [...verbs, "roles.create", "roles.get", "roles.update", "users.create", "users.update"],
    async (context) => {
      const role = await createRole(context);
      const user = await createUser(context, { roleIds: [role.id] });
      await during(context, mustNot(context, "role", role.id), async () => {
        const { roles, users } = context.as("admin");
        const { version } = await roles.get({ id: role.id });
        await roles.update({ id: role.id, version, patch: { description: "as before", grants: role.grants } });
        const other = await createRole(context, { grants: {} });
        await users.update({ id: user.id, version: user.version, patch: { roleIds: [role.id, other.id] } });
      });
    },
  ],
  "drops the sentences of a role that is removed": [
    [...verbs, "roles.create", "roles.remove"],
    async (context) => {
      const role = await createRole(context, { grants: {} });
      const sentence = mustNot(context, "role", role.id);
      await during(context, sentence, async () => {
        const { roles } = context.as("admin");
        await roles.remove({ id: role.id, version: role.version });
        const { expectations } = await roles.expectations({});
        ensure(!expectations.some(({ id }) => id === sentence.id), "still there");
      });
    },
  ],
});
