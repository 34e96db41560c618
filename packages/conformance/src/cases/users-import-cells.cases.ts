import type { ImportResult } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { importOf, rowOf } from "../samples/import-rows.ts";
import { createUser, sipInput, userInput } from "../samples/inputs.ts";

/** The outcome of each row, or the code of its field `extension`. */
function outcomes(results: readonly ImportResult[]): readonly string[] {
  return results.map((result, index) =>
    result.outcome === "refused"
      ? (result.problem.errors?.find(({ pointer }) => pointer === `/rows/${String(index)}/extension`)?.code ??
        result.problem.code)
      : result.outcome,
  );
}

/** The extension of a SIP account that nobody has. */
async function freeExtension(context: ConformanceContext): Promise<string> {
  const login = context.unique();
  const { id, version } = await createUser(context, { sipAccount: sipInput(context, login) });
  await context.as("admin").users.remove({ id, version });
  const { items } = await context.as("admin").telephony.freeSipAccounts({});
  ensure(
    items.some((account) => account.login === login),
    "the account of somebody deleted is not free",
  );
  return login;
}

export const userImportCellCases: readonly ConformanceCase[] = casesOf("users", {
  "leaves as it is what an empty cell cannot empty": [
    ["users.import", "users.get", "users.create"],
    async (context) => {
      const user = await createUser(context);
      const { users } = context.as("admin");
      const cells = { name: { last: "", first: " " }, timeZone: "" };
      const rows = [{ login: user.login, email: "", ...cells }];
      const { results } = await users.import(importOf(rows));
      ensureSame(results, [{ outcome: "unchanged", id: user.id }], "by the login");
      const byAddress = importOf([{ email: user.email, login: " ", ...cells }], { matchBy: "email" });
      ensureSame((await users.import(byAddress)).results, [{ outcome: "unchanged", id: user.id }], "by the address");
      ensureSame((await users.get({ id: user.id })).version, user.version, "the version");
    },
  ],
  "gives the free SIP account whose extension a row names": [
    ["users.import", "users.get", "users.create", "users.remove", "telephony.freeSipAccounts"],
    async (context) => {
      const [free, taken] = [await freeExtension(context), context.unique()];
      await createUser(context, { sipAccount: sipInput(context, taken) });
      const named = [free, free, taken, context.unique()];
      const rows = named.map((extension) => ({ ...rowOf(userInput(context, context.unique())), extension }));
      const { users } = context.as("admin");
      const expected = ["created", "duplicate", "duplicate", "not_found"];
      const rehearsed = await users.import(importOf(rows, { dryRun: true }));
      ensureSame(outcomes(rehearsed.results), expected, "outcomes of the dry run");
      const { results } = await users.import(importOf(rows));
      ensureSame(outcomes(results), expected, "outcomes");
      const [made] = results;
      ensure(made?.outcome === "created" && made.id !== null, "the result names nobody");
      const user = await users.get({ id: made.id });
      ensureSame(user.sipAccount?.login, free, "the extension");
      const again = await users.import(importOf(rows.slice(0, 1)));
      ensureSame(again.results, [{ outcome: "unchanged", id: made.id }], "once more");
    },
    "look accounts up as the rows before have left them; rowReader takes those that a row may mean",
  ],
  "refuses an extension that names no account, and takes away none for it": [
    ["users.import", "users.get", "users.create"],
    async (context) => {
      const login = context.unique();
      const sipAccount = sipInput(context, login);
      const user = await createUser(context, { sipAccount });
      const { users } = context.as("admin");
      const wrong = [`@${sipAccount.domain}`, `${login}@${sipAccount.domain}@${sipAccount.domain}`];
      for (const extension of wrong) {
        const { results } = await users.import(importOf([{ login: user.login, extension }]));
        ensureSame(outcomes(results), ["invalid_format"], `the outcome of ${extension}`);
      }
      const { sipAccount: kept } = await users.get({ id: user.id });
      ensureSame(kept?.login, login, "the extension");
    },
    "only a cell without text is an empty one",
  ],
});
