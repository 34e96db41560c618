import { groupBy } from "@crewdock/contract";
import type { ConformanceCase, ConformanceContext } from "../kit/conformance-case.ts";
import { ConformanceError, ensureFails } from "../kit/expect.ts";
import { type Method, methods } from "../kit/operations.ts";
import { wording } from "../kit/wording.ts";
import { type Defect, defectsOf } from "../samples/schema-defects.ts";
import { ask } from "./ask.ts";

/** Every field of every method: each way in which it can be wrong is refused with the right pointer and code. */
export const fieldCases: readonly ConformanceCase[] = methods.flatMap((method) =>
  [...groupBy(defectsOf(method), ({ field }) => field)].map(([field, defects]): ConformanceCase => ({
    name: `${method.name}: refuses a wrong ${field}`,
    port: method.port,
    family: "fields",
    needs: [method.name],
    run: (context) => refusesAll(context, method, defects),
  })),
);

async function refusesAll(context: ConformanceContext, method: Method, defects: readonly Defect[]): Promise<void> {
  const target = await targetOf(context, method);
  for (const { name, input, errors } of defects) {
    const error = await ensureFails(ask(context, "admin", method, { ...input, ...target }), "validation");
    const told = Object.fromEntries(error.fields.map(({ pointer, code }) => [pointer, code]));
    const [expected, actual] = [wording(errors), wording(told)];
    if (actual !== expected)
      throw new ConformanceError(`${name}: expected ${expected}, got ${actual}`, { expected, actual });
  }
}

/** A record that exists, so that only the field is wrong. */
async function targetOf({ shared, supports }: ConformanceContext, method: Method): Promise<Record<string, string>> {
  const { port, pathMembers, versioned } = method;
  const [member] = pathMembers;
  if (member === undefined || method.name === "calls.save") return {};
  const record =
    member === "roleId" || port === "roles"
      ? supports("roles.get") && (await shared.role())
      : (member === "userId" || port === "users") && supports("users.get") && (await shared.user());
  if (!record) return {};
  return { [member]: record.id, ...(versioned ? { version: record.version } : {}) };
}
