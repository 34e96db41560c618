import { answering, asking, type Json, type Mutant, mutant, words } from "./mutant.ts";

const rowsOf = (input: Json): readonly Json[] =>
  Array.isArray(input["rows"]) ? (input["rows"] as readonly Json[]) : [];
const resultsOf = (answer: unknown): readonly Json[] => (answer as { readonly results: readonly Json[] }).results;

export const importMutants: readonly Mutant[] = [
  asking("users.import takes a dry run in earnest", "users.import", (input) =>
    input["dryRun"] === true ? { ...input, dryRun: false } : input,
  ),
  answering("users.import counts refused rows as unchanged", "users.import", (answer) => ({
    results: resultsOf(answer).map((result) =>
      result["outcome"] === "refused" ? { outcome: "unchanged", id: "u-001" } : result,
    ),
  })),
  answering("users.import lets administrators take their own rights", "users.import", (answer) => ({
    results: resultsOf(answer).map((result) => {
      const code = words((result["problem"] as Json | undefined)?.["code"]);
      return ["lockout_prevented", "last_admin"].includes(code)
        ? { outcome: "updated", id: "u-001", changed: ["roleIds"] }
        : result;
    }),
  })),
  answering("users.import tells of a refused row its first fault only", "users.import", (answer) => ({
    results: resultsOf(answer).map((result) => {
      const problem = result["problem"] as Json | undefined;
      const errors = problem?.["errors"] as readonly Json[] | undefined;
      return errors ? { ...result, problem: { ...problem, errors: errors.slice(0, 1) } } : result;
    }),
  })),
  mutant("users.import makes a version of rows that change nothing", "users.import", (verb, { other }) => {
    return async (input, context) => {
      const answer = await verb(input, context);
      for (const result of input["dryRun"] === true ? [] : resultsOf(answer)) {
        if (result["outcome"] !== "unchanged") continue;
        const user = (await other("users.get")({ id: result["id"] }, context)) as Json;
        const patch = { timeZone: user["timeZone"] };
        await other("users.update")({ id: user["id"], version: user["version"], patch }, context);
      }
      return answer;
    };
  }),
  mutant("users.import judges the rows of a dry run one without the other", "users.import", (verb) => {
    return async (input, context) => {
      if (input["dryRun"] !== true || rowsOf(input).length < 2 || rowsOf(input).length > 50)
        return verb(input, context);
      const results: Json[] = [];
      for (const row of rowsOf(input)) {
        const { idempotencyKey: _key, ...rest } = context;
        results.push(...resultsOf(await verb({ ...input, rows: [row] }, rest)));
      }
      return { results };
    };
  }),
  asking("users.import lets the last of two rows of one person count", "users.import", (input) => {
    const key = words(input["matchBy"]);
    const last = new Map(rowsOf(input).map((row) => [words(row[key]).trim().toLowerCase(), row]));
    return rowsOf(input).length > 50 ? input : { ...input, rows: last.size > 0 ? [...last.values()] : input["rows"] };
  }),
  asking("users.import passes over extensions", "users.import", (input) =>
    rowsOf(input).length > 0 &&
    rowsOf(input).every(({ extension }) => typeof extension === "string" && /^[\w.-]{1,64}$/.test(extension))
      ? { ...input, rows: rowsOf(input).map(({ extension: _extension, ...row }) => row) }
      : input,
  ),
  asking("users.import takes an extension without a login for an empty cell", "users.import", (input) =>
    rowsOf(input).some(({ extension }) => words(extension).startsWith("@"))
      ? { ...input, rows: rowsOf(input).map((row) => ({ ...row, extension: null })) }
      : input,
  ),
  mutant("users.import demands of an empty cell what it cannot empty", "users.import", (verb) => {
    return async (input, context) => ({
      results: resultsOf(await verb(input, context)).map((result, index) => {
        if (result["outcome"] !== "unchanged" || rowsOf(input)[index]?.["email"] !== "") return result;
        const errors = [{ pointer: `/rows/${String(index)}/email`, code: "required" }];
        const problem = { type: "about:blank", title: "", status: 422, code: "validation", retryable: false, errors };
        return { outcome: "refused", problem };
      }),
    });
  }),
];
