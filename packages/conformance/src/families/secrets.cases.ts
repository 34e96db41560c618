import { secretSchema } from "@crewdock/contract";
import type { ConformanceCase, ConformanceContext } from "../kit/conformance-case.ts";
import { defOf, type Method, methods, shapeOf } from "../kit/operations.ts";
import { ask, actorOf, goodInput, needsOf, recipeOf } from "./ask.ts";

/** Where a method's input takes secrets. */
function secretPointers(schema: unknown, pointer = ""): readonly string[] {
  if (schema === secretSchema) return [pointer];
  const def = defOf(schema);
  if (def.type === "object")
    return Object.entries(shapeOf(schema)).flatMap(([member, inner]) => secretPointers(inner, `${pointer}/${member}`));
  if (def.type === "array") return secretPointers(def.element, `${pointer}/0`);
  return def.innerType === undefined ? [] : secretPointers(def.innerType, pointer);
}

/** Reads whatever could show the record; the tape fails on any answer with a secret in it. */
async function readEverything({ as, supports }: ConformanceContext, answer: unknown): Promise<void> {
  const { id, userId, login } = (answer ?? {}) as {
    readonly id?: string;
    readonly userId?: string;
    readonly login?: string;
  };
  const admin = as("admin");
  const reads: readonly (readonly [string, () => Promise<unknown>])[] = [
    ["session.me", () => admin.session.me({})],
    ["users.list", () => admin.users.list({ limit: 200, ...(login === undefined ? {} : { q: login }) })],
    ["users.get", () => admin.users.get({ id: userId ?? id ?? "x-none" })],
    ["mail.get", () => admin.mail.get({ id: id ?? "x-none" })],
    ["mail.list", () => admin.mail.list({ userId: userId ?? id ?? "x-none" })],
    ["telephony.freeSipAccounts", () => admin.telephony.freeSipAccounts({})],
    ["directory.colleagues", () => admin.directory.colleagues({ limit: 200 })],
    ["audit.list", () => admin.audit.list({ limit: 50 })],
    ["events.changesSince", () => admin.events.changesSince({})],
  ];
  for (const [method, read] of reads) if (supports(method)) await read().catch(() => undefined);
}

export const secretCases: readonly ConformanceCase[] = methods.flatMap((method: Method) =>
  recipeOf(method) === undefined
    ? []
    : secretPointers(method.operation.input).map((pointer): ConformanceCase => ({
        name: `${method.name}: shows ${pointer} to nobody afterwards`,
        port: method.port,
        family: "secrets",
        needs: needsOf(method),
        run: async (context) => {
          const input = await goodInput(context, method);
          const answer = await ask(context, actorOf(method), method, input);
          await readEverything(context, answer);
          if (method.versioned) await ask(context, actorOf(method), method, input).catch(() => undefined);
        },
      })),
);
