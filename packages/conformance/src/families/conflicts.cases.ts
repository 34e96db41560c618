import { isCrewError } from "@crewdock/contract";
import type { ConformanceCase, ConformanceContext } from "../kit/conformance-case.ts";
import { ConformanceError, ensure, ensureFails, outcomes } from "../kit/expect.ts";
import type { Method } from "../kit/operations.ts";
import { ask, actorOf, goodInput, needsOf, recipeOf } from "./ask.ts";
import { forEachMethod } from "./each-method.ts";

const isVersioned = (method: Method): boolean => method.versioned && recipeOf(method) !== undefined;

function versionIn(current: unknown): string {
  if (typeof current === "object" && current !== null && "version" in current && typeof current.version === "string")
    return current.version;
  throw new ConformanceError("`current` is no record with a version");
}

const removes = ({ operation }: Method): boolean => operation.method === "DELETE";

export const conflictCases: readonly ConformanceCase[] = [
  ...forEachMethod(
    "conflicts",
    "refuses a stale version and tells the present one, with which it then succeeds",
    isVersioned,
    (method) => async (context) => {
      const input = await goodInput(context, method);
      const stale = ask(context, actorOf(method), method, { ...input, version: "stale-0" });
      const version = versionIn((await ensureFails(stale, "conflict")).current);
      ensure(version === input["version"], "`current` is not at the present version");
      await ask(context, actorOf(method), method, { ...input, version });
    },
    needsOf,
  ),
  ...forEachMethod(
    "conflicts",
    "takes each version once",
    (method) => isVersioned(method) && !removes(method),
    (method) => async (context) => {
      const input = await goodInput(context, method);
      await ask(context, actorOf(method), method, input);
      await ensureFails(ask(context, actorOf(method), method, input), "conflict");
    },
    needsOf,
  ),
  ...forEachMethod(
    "concurrency",
    "lets exactly one of six simultaneous calls with one version win",
    isVersioned,
    (method) => async (context) => {
      const input = await goodInput(context, method);
      const calls = Array.from({ length: 6 }, () => ask(context, actorOf(method), method, input));
      const { done, failed } = await outcomes(calls);
      ensure(done.length === 1, `${String(done.length)} won`);
      const allowed = removes(method) ? ["conflict", "not_found", "gone"] : ["conflict"];
      const odd = failed.find(({ code }) => !allowed.includes(code));
      ensure(odd === undefined, `failed with ${odd?.code ?? ""}`);
    },
    needsOf,
  ),
];

const isRepeatable = ({ operation, ...method }: Method): boolean =>
  operation.idempotent === true && recipeOf({ operation, ...method }) !== undefined;

async function goodCall(context: ConformanceContext, method: Method): Promise<Readonly<Record<string, unknown>>> {
  return goodInput(context, method);
}

/** The id of the answer, or all of it where it has none. */
function identity(answer: unknown): string {
  const named = typeof answer === "object" && answer !== null && "id" in answer ? answer.id : answer;
  return JSON.stringify(named) ?? "";
}

const withInvitation = ({ name }: Method): readonly string[] =>
  name === "users.resendInvitation" ? ["users.invite"] : [];

const repeatNeeds = (method: Method): readonly string[] => [...needsOf(method), ...withInvitation(method)];

export const repeatCases: readonly ConformanceCase[] = [
  ...forEachMethod(
    "repeats",
    "answers a repeated call with what came of the first",
    isRepeatable,
    (method) => async (context) => {
      const input = await goodCall(context, method);
      const options = { idempotencyKey: context.unique() };
      const first = await ask(context, actorOf(method), method, input, options);
      const second = await ask(context, actorOf(method), method, input, options);
      ensure(JSON.stringify(second) === JSON.stringify(first), "another answer");
    },
    repeatNeeds,
  ),
  ...forEachMethod(
    "repeats",
    "refuses a key that was used with another body",
    isRepeatable,
    (method) => async (context) => {
      const options = { idempotencyKey: context.unique() };
      await ask(context, actorOf(method), method, await goodCall(context, method), options);
      const other = ask(context, actorOf(method), method, await goodCall(context, method), options);
      const { fields } = await ensureFails(other, "validation");
      ensure(
        fields.some(({ pointer }) => pointer === "/idempotencyKey"),
        "the error is not about the key",
      );
    },
    repeatNeeds,
  ),
  ...forEachMethod(
    "concurrency",
    "does once what eight simultaneous calls with one key ask for",
    isRepeatable,
    (method) => async (context) => {
      const input = await goodCall(context, method);
      const options = { idempotencyKey: context.unique() };
      const calls = Array.from({ length: 8 }, () => ask(context, actorOf(method), method, input, options));
      const { done, failed } = await outcomes(calls);
      ensure(failed.length === 0, `failed with ${failed.find(isCrewError)?.code ?? ""}`);
      ensure(new Set(done.map(identity)).size === 1, "different answers");
    },
    repeatNeeds,
  ),
];
