import { type CrewError, isCrewError } from "@crewdock/contract";
import { answering, asking, type Json, type Mutant, mutant, type StreamVerb, type Verb } from "./mutant.ts";

/** Pretends that all went well where it was refused with one of the codes. */
function swallows(name: string, method: string, codes: readonly string[], pretend: (input: Json) => unknown): Mutant {
  return mutant(name, method, (verb) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      if (isCrewError(error) && codes.includes(error.code)) return pretend(input);
      throw error;
    }
  });
}

const named = (error: unknown, code: string): error is CrewError => isCrewError(error) && error.code === code;

export const companyMutants: readonly Mutant[] = [
  swallows("org.removeDepartment acknowledges what it keeps", "org.removeDepartment", ["in_use"], () => undefined),
  mutant("org.createGroup numbers names that are taken", "org.createGroup", (verb) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      if (!named(error, "duplicate")) throw error;
      const node = input["node"] as Json;
      const { idempotencyKey: _key, ...rest } = context;
      return verb({ node: { ...node, name: `${String(node["name"])} 2` } }, rest);
    }
  }),
  mutant("org.updateDepartment keeps the parent", "org.updateDepartment", (verb) => async (input, context) => {
    const patch = input["patch"];
    if (typeof patch !== "object" || patch === null || !("parentId" in patch) || !("name" in patch))
      return verb(input, context);
    const { parentId: _parent, ...rest } = patch as Json;
    return verb({ ...input, patch: rest }, context);
  }),
  swallows("org.updateGroup takes circles for done", "org.updateGroup", ["validation"], (input) => ({
    ...(input["patch"] as Json),
    id: input["id"],
    version: "next",
    name: "x",
    kind: "team",
  })),
  mutant(
    "users.remove acknowledges and keeps the user",
    "users.remove",
    (verb, { other }) =>
      async (input, context) => {
        const user = (await other("users.get")({ id: input["id"] }, context).catch(() => null)) as Json | null;
        return user?.["version"] === input["version"] ? undefined : verb(input, context);
      },
  ),
  answering("users.bulk answers in an order of its own", "users.bulk", ({ results }) => ({
    results: [...(results as readonly Json[])].sort((a, b) => (String(a["id"]) < String(b["id"]) ? 1 : -1)),
  })),
  mutant("users.bulk stops at the first refusal", "users.bulk", (verb, { other }) => async (input, context) => {
    const ids = input["ids"] as readonly string[] | undefined;
    if (!Array.isArray(ids) || ids.length < 2 || ids.length > 100) return verb(input, context);
    const known = await Promise.all(
      ids.map((id) =>
        other("users.get")({ id }, context).then(
          () => true,
          () => false,
        ),
      ),
    );
    const stop = known.indexOf(false);
    if (stop < 0) return verb(input, context);
    const done = (await verb({ ...input, ids: ids.slice(0, stop + 1) }, context)) as {
      readonly results: readonly Json[];
    };
    const rest = ids.slice(stop + 1).map((id) => ({ id, ok: true }));
    return { results: [...done.results, ...rest] };
  }),
  asking("access.setIpRules drops networks that it does not understand", "access.setIpRules", (input) => {
    const rules = input["rules"];
    if (!Array.isArray(rules)) return input;
    return {
      ...input,
      rules: rules.filter((rule) => !/example|300\.|\/33$/.test(String((rule as Json | null)?.["network"]))),
    };
  }),
  swallows(
    "access.setIpRules lets people shut themselves out",
    "access.setIpRules",
    ["lockout_prevented", "last_admin"],
    (input) => ({
      version: "next",
      rules: input["rules"],
    }),
  ),
  mutant("access.testAddress looks at the first rule only", "access.testAddress", (verb) => (input, context) => {
    const rules = input["rules"];
    return verb(Array.isArray(rules) && rules.length > 1 ? { ...input, rules: rules.slice(0, 1) } : input, context);
  }),
  mutant("access.setLimits ignores the version", "access.setLimits", (verb, { other }) => async (input, context) => {
    const { version } = (await other("access.limits")({}, context)) as Json;
    return verb({ ...input, version }, context);
  }),
  mutant("access.logins is open to the nobody", "access.logins", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
  mutant("access.sessions is open to the nobody", "access.sessions", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
  mutant("users.endSessions is open to the nobody", "users.endSessions", (verb, { actor, asAdmin }) =>
    actor === "nobody" ? asAdmin : verb,
  ),
  mutant("records.transfer takes anybody for the new owner", "records.transfer", (verb) => {
    const stream = verb as unknown as StreamVerb;
    const lax: StreamVerb = async function* (input, context) {
      try {
        yield* stream(input, context);
      } catch (error) {
        if (!named(error, "validation") || !("toId" in input) || error.fields[0]?.code === "required") throw error;
        if (error.fields[0]?.code !== "not_allowed") throw error;
      }
    };
    return lax as unknown as Verb;
  }),
  asking("audit.list ignores the record that is asked for", "audit.list", ({ recordId, ...input }) =>
    typeof recordId === "string" && recordId.length <= 64 ? input : { recordId, ...input },
  ),
  answering("audit.list does not say what was before", "audit.list", (answer) => ({
    ...answer,
    items: (answer["items"] as readonly Json[]).map((item) => ({ ...item, before: null })),
  })),
];
