import { apiDiff, breaking } from "api-smart-diff";

/** An OpenAPI document as far as it is compared here. */
export interface OpenApiDocument {
  readonly info: { readonly version: string };
}

/** The code of problem details: of a whole answer, or of one of the results in it. */
const problemCode = /(?: application\/problem\+json > schema| problem) > properties > code > enum > \d+$/;

/**
 * What an integrator's code written for `before` could trip over in `after`, as `action path` lines. A member that is
 * no longer taken counts too: it would be dropped in silence. A new error code does not: whoever does not know it takes
 * it by its status (docs/adapters.md).
 */
export function breakingChanges(before: OpenApiDocument, after: OpenApiDocument): readonly string[] {
  return apiDiff(structuredClone(before), structuredClone(after))
    .filter(({ type, action, path }) => type === breaking || (action === "remove" && path.at(-2) === "properties"))
    .map(({ action, path }) => `${action} ${path.join(" > ")}`)
    .filter((line) => !(line.startsWith("add ") && problemCode.test(line)));
}

/** Breaking changes are fine in a new major version of the contract only. */
export function forbiddenChanges(before: OpenApiDocument, after: OpenApiDocument): readonly string[] {
  return major(after) > major(before) ? [] : breakingChanges(before, after);
}

function major({ info }: OpenApiDocument): number {
  return Number(info.version.split(".")[0]);
}
