import { type FieldCapability, fieldCapability, type FieldName, type User, type UserPatch } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../kit/expect.ts";
import { apartFromLetter } from "../samples/edits.ts";
import { createUser, sipInput } from "../samples/inputs.ts";

/** Members of a user of which the backend says more than the schema: it has to keep to its own word. */
export const fieldCapabilityCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "refuses to change a member that cannot be written, and changes nothing": [
      ["session.me", "users.create", "users.update", "users.get"],
      async (context) => {
        const fixed = named(context, ({ write }) => !write);
        onlyIf(fixed.length > 0, "every member can be written");
        const user = await createUser(context);
        const { users } = context.as("admin");
        for (const name of fixed) {
          const patch = await anotherValue(context, user, name);
          if (patch === undefined) continue;
          const call = users.update({ id: user.id, version: user.version, patch });
          ensureTold((await ensureFails(call, "validation")).fields, name, "not_allowed");
        }
        ensureSame(apartFromLetter(await users.get({ id: user.id })), apartFromLetter(user), "the user");
      },
      "`fieldErrors` of `@crewdock/contract/serve` judges by the capabilities' `fields`",
    ],
    "takes the stored name back as a whole where a part of it cannot be written": [
      ["session.me", "users.create", "users.update"],
      async (context) => {
        const { capabilities } = context.world.session("admin");
        const fixed = named(context, ({ write }) => !write).some((name) => name.startsWith("name."));
        onlyIf(fixed && fieldCapability(capabilities, "name.first").write, "no part of the name is kept from changing");
        const { id, version, name } = await createUser(context);
        const patch = { name: { ...name, first: "Inga" } };
        const changed = await context.as("admin").users.update({ id, version, patch });
        ensureSame(changed.name, patch.name, "the name");
      },
    ],
    "demands a member that is required by this backend alone": [
      ["session.me", "users.create"],
      async (context) => {
        const demanded = named(context, ({ write, required }) => write && required === true).filter(
          (name): name is keyof typeof nothing => Object.hasOwn(nothing, name),
        );
        onlyIf(demanded.length > 0, "no further member is required");
        for (const name of demanded) {
          const call = createUser(context, { [name]: nothing[name] });
          ensureTold((await ensureFails(call, "validation")).fields, name, "required");
        }
      },
    ],
  },
  "fields",
);

/** Members that the schema lets be empty, empty. */
const nothing = { serviceNumber: null, positionId: null, groupIds: [], roleIds: [], sipAccount: null } as const;

function named({ world }: ConformanceContext, fits: (said: FieldCapability) => boolean): readonly FieldName[] {
  return Object.entries(world.session("admin").capabilities.fields ?? {}).flatMap(([name, said]) =>
    fits(said) ? [name] : [],
  );
}

/** A change of one member that would be fine anywhere else; undefined where this backend has no other value. */
async function anotherValue(context: ConformanceContext, user: User, name: FieldName): Promise<UserPatch | undefined> {
  const { world } = context;
  const unique = context.unique();
  switch (name) {
    case "name":
      return { name: { ...user.name, last: `Other ${unique}` } };
    case "name.last":
    case "name.first":
    case "name.patronymic":
      return { name: { ...user.name, [name.slice("name.".length)]: `Other ${unique}` } };
    case "email":
      return { email: `${unique}@crewdock.test` };
    case "login":
      return { login: unique };
    case "password":
      return { password: context.secret() };
    case "timeZone":
      return { timeZone: user.timeZone === "Asia/Tokyo" ? "Europe/Lisbon" : "Asia/Tokyo" };
    case "serviceNumber":
      return { serviceNumber: user.serviceNumber === "7" ? "8" : "7" };
    case "positionId":
      return user.positionId === null ? { positionId: world.position() } : undefined;
    case "departmentId":
      return { departmentId: world.otherDepartment() };
    case "groupIds":
      return user.groupIds.length === 0 ? { groupIds: [world.group()] } : { groupIds: [] };
    case "roleIds":
      return context.supports("roles.create") ? { roleIds: [(await context.shared.role()).id] } : undefined;
    case "callerId":
    case "smsCallerId":
      return { [name]: "n-other" };
    case "sipAccount":
      return { sipAccount: sipInput(context, unique) };
    default:
      return undefined;
  }
}

function ensureTold(
  fields: readonly { readonly pointer: string; readonly code: string }[],
  name: FieldName,
  code: string,
): void {
  const pointer = `/${name.replaceAll(".", "/")}`;
  const told = fields.some((field) => field.pointer === pointer && field.code === code);
  ensure(told, `${name}: expected ${code} at ${pointer}, got ${JSON.stringify(fields)}`);
}
