import { type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ConformanceError, ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { type Method, methods } from "../kit/operations.ts";
import { ask } from "./ask.ts";
import { idsOf, isList, listCase, page, pagesOf, type Query, sortFields } from "./list-pages.ts";

/** The ids of a list from page to page; `most` items at most. */
async function walk(context: ConformanceContext, method: Method, query: Query, most = 400): Promise<readonly string[]> {
  return (await pagesOf(context, method, query, most)).flatMap(idsOf);
}

function casesOfList(method: Method): readonly ConformanceCase[] {
  return [
    listCase(method, "gives no more than the limit", async (context) => {
      const { filter } = await context.shared.list(method.name);
      for (const limit of [1, 2, 3]) {
        const { items, total } = await page(context, method, { ...filter, limit });
        ensureSame(items.length, Math.min(limit, total.value), `items with a limit of ${String(limit)}`);
      }
    }),
    listCase(method, "shows each item once from page to page", async (context) => {
      const { filter } = await context.shared.list(method.name);
      const before = await page(context, method, { ...filter, limit: 200 });
      onlyIf(before.nextCursor === null, "the list is longer than a page of 200");
      const limit = Math.max(1, Math.ceil(before.items.length / 5));
      const walked = await walk(context, method, { ...filter, limit });
      const after = new Set((await page(context, method, { ...filter, limit: 200 })).items.map(({ id }) => id));
      ensure(new Set(walked).size === walked.length, "an item comes twice");
      const seen = new Set(walked);
      const lost = before.items.filter(({ id }) => after.has(id) && !seen.has(id));
      ensure(lost.length === 0, `${String(lost.length)} items were skipped`);
    }),
    listCase(method, "refuses a cursor that it did not make", async (context) => {
      const error = await ensureFails(ask(context, "admin", method, { cursor: "not-a-cursor" }), "validation");
      ensureFields(error, { "/cursor": "invalid_format" });
    }),
    listCase(method, "does not go on with the cursor of another list", async (context) => {
      const { filter } = await context.shared.list(method.name);
      const { nextCursor } = await page(context, method, { ...filter, limit: 1 });
      onlyIf(nextCursor !== null, "the list has one page");
      const other = { q: context.unique(), limit: 1 };
      const call = page(context, method, { ...other, cursor: nextCursor });
      try {
        ensureSame((await call).items, (await page(context, method, other)).items, "the other list");
      } catch (error) {
        if (error instanceof ConformanceError) throw error;
        ensureFields(await ensureFails(Promise.reject(error), "validation"), { "/cursor": "invalid_format" });
      }
    }),
    listCase(method, "says so when nothing is found", async (context) => {
      const { items, nextCursor, total } = await page(context, method, { q: context.unique() });
      ensureSame([items, nextCursor, total.value], [[], null, 0], "an empty page");
    }),
    ...sortFields(method).flatMap((field) => [
      listCase(method, `sorts by ${field} both ways`, async (context) => {
        const { filter } = await context.shared.list(method.name);
        const sorted = (direction: string): Promise<readonly string[]> =>
          walk(context, method, { ...filter, limit: 200, sort: { field, direction } });
        const [up, down] = [await sorted("asc"), await sorted("desc")];
        onlyIf(up.length < 400, "the list is too long to be walked");
        const both = new Set(up.filter((id) => down.includes(id)));
        ensureSame(
          down.filter((id) => both.has(id)).toReversed(),
          up.filter((id) => both.has(id)),
          "descending is ascending backwards",
        );
      }),
      listCase(method, `keeps its order by ${field} from page to page`, async (context) => {
        const { filter } = await context.shared.list(method.name);
        for (const direction of ["asc", "desc"]) {
          const query = { ...filter, sort: { field, direction } };
          const { items } = await page(context, method, { ...query, limit: 12 });
          const walked = await walk(context, method, { ...query, limit: 3 }, items.length);
          const common = new Set(walked.filter((id) => items.some((item) => item.id === id)));
          ensure(common.size >= Math.min(items.length, 9), "the pages show other items");
          ensureSame(
            walked.filter((id) => common.has(id)),
            items.map(({ id }) => id).filter((id) => common.has(id)),
            `${direction} in pages of three`,
          );
        }
      }),
    ]),
  ];
}

export const listCases: readonly ConformanceCase[] = methods.filter(isList).flatMap(casesOfList);
