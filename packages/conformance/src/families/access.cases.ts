import { type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensureFails, ensureSame } from "../kit/expect.ts";
import { createRole, createUser } from "../samples/inputs.ts";
import { ask, idleInput } from "./ask.ts";
import { forEachMethod } from "./each-method.ts";

/** Who is let in at all, method by method. */
export const accessFamilyCases: readonly ConformanceCase[] = [
  ...forEachMethod(
    "login",
    "refuses whoever has no login",
    () => true,
    (method) => async (context) => {
      await ensureFails(ask(context, "stranger", method, idleInput(method)), "unauthenticated");
    },
  ),
  ...forEachMethod(
    "rights",
    "refuses who lacks the right",
    ({ operation }) => operation.right !== null,
    (method) => async (context) => {
      const right = method.operation.right ?? "";
      const scope = context.world.session("nobody").grants[right] ?? "none";
      onlyIf(scope === "none", `the nobody has ${right}`);
      await ensureFails(ask(context, "nobody", method, idleInput(method)), "forbidden");
    },
  ),
  ...forEachMethod(
    "missing",
    "knows no record by an id that leads nowhere",
    ({ pathMembers, name }) => pathMembers.length > 0 && name !== "calls.save",
    (method) => async (context) => {
      const input = {
        ...idleInput(method),
        ...Object.fromEntries(method.pathMembers.map((member) => [member, "x-none"])),
      };
      await ensureFails(ask(context, "admin", method, input), "not_found");
    },
  ),
  ...forEachMethod(
    "unsupported",
    "refuses where it is not offered, and does nothing",
    ({ name }) => name !== "session.me",
    (method) => async (context) => {
      onlyIf(!context.supports(method.name), "asked only of what is not offered");
      const input = await ownRecord(method.port, method.pathMembers, idleInput(method));
      const before = await read();
      await ensureFails(ask(context, "admin", method, input), "unsupported");
      ensureSame(await read(), before, "the record");

      async function ownRecord(port: string, path: readonly string[], idle: object): Promise<Record<string, unknown>> {
        const id = path[0];
        if (id === undefined) return { ...idle };
        if (port === "users" && context.supports("users.create"))
          return { ...idle, ...pick(await createUser(context), id) };
        if (port === "roles" && context.supports("roles.create"))
          return { ...idle, ...pick(await createRole(context), id) };
        return { ...idle };
      }
      function pick(record: { readonly id: string; readonly version: string }, member: string): object {
        return { [member]: record.id, ...(method.versioned ? { version: record.version } : {}) };
      }
      async function read(): Promise<unknown> {
        const { id } = input;
        if (typeof id !== "string" || id === "x-none") return null;
        const { users, roles } = context.as("admin");
        return method.port === "users" ? users.get({ id }) : roles.get({ id });
      }
    },
    () => [],
  ),
];
