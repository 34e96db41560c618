import { type CallOptions, type ConformanceContext, NotOffered, type Person } from "../kit/conformance-case.ts";
import { defOf, type Method, shapeOf } from "../kit/operations.ts";
import { type Recipe, recipes } from "../samples/recipes.ts";
import { sampleOf } from "../samples/schema-samples.ts";

type Input = Readonly<Record<string, unknown>>;

/** Calls a method and waits for its answer; of a stream for the first item, or its end. */
export async function ask(
  context: ConformanceContext,
  actor: Person | "stranger",
  method: Method,
  input: Input,
  options: CallOptions = {},
): Promise<unknown> {
  const result = context.call(actor, method.name, input, options);
  if (typeof result !== "object" || result === null || !(Symbol.asyncIterator in result)) return result;
  const stream = (result as AsyncIterable<unknown>)[Symbol.asyncIterator]();
  try {
    const next = await stream.next();
    return next.done === true ? undefined : next.value;
  } finally {
    await stream.return?.();
  }
}

/** An input that fits the schema and whose ids lead nowhere. */
export function idleInput({ operation }: Method): Input {
  return sampleOf(operation.input) as Input;
}

/** The same with nothing in it that may be left out. */
export function bareInput({ operation }: Method): Input {
  const required = Object.entries(shapeOf(operation.input)).filter(([, schema]) => defOf(schema).type !== "optional");
  return Object.fromEntries(required.map(([member, schema]) => [member, sampleOf(schema, member)]));
}

/** Those for whom a harmless call can be made up. */
export function recipeOf({ name }: Method): Recipe | undefined {
  return recipes[name];
}

/** An input with which the method succeeds. Skips the case where none can be made up. */
export function goodInput(context: ConformanceContext, method: Method): Promise<Input> {
  const recipe = recipeOf(method);
  if (!recipe) throw new NotOffered(`no harmless call of ${method.name} can be made up`);
  return recipe.input(context);
}

/** Methods that a case of each method needs besides it, because its input stands on records that are made for it. */
export function needsOf({ name, port, pathMembers }: Method): readonly string[] {
  if (name === "calls.save") return [name];
  if (port === "calls" && pathMembers.length > 0) return [name, "calls.save"];
  if (pathMembers.includes("userId") || name === "records.transfer" || name === "access.setIpRules")
    return [name, "users.create"];
  const makers: Readonly<Record<string, string>> = {
    users: "users.create",
    roles: "roles.create",
    mail: "mail.create",
    telephony: "telephony.createNumber",
  };
  const maker = makers[port];
  if (pathMembers.length === 0 || maker === undefined) return name === "users.bulk" ? [name, "users.create"] : [name];
  return [name, maker];
}

export function actorOf(method: Method): Person {
  return recipeOf(method)?.actor ?? "admin";
}
