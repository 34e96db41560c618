import { type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { type Method, methods } from "../kit/operations.ts";
import { type AnyPage, idsOf, isList, listCase, page, pagesOf, type Query, sortFields } from "./list-pages.ts";

/** The page before another one; skips the case where the list only goes forward. */
async function pageBefore(
  context: ConformanceContext,
  method: Method,
  query: Query,
  { previousCursor = null }: AnyPage,
): Promise<AnyPage> {
  onlyIf(previousCursor !== null, "the list only goes forward");
  return page(context, method, { ...query, cursor: previousCursor });
}

function casesOfList(method: Method): readonly ConformanceCase[] {
  return [
    listCase(method, "leads back by the pages that led there", async (context) => {
      const { filter } = await context.shared.list(method.name);
      const query = { ...filter, limit: 2 };
      const forth = (await pagesOf(context, method, query, 12)).slice(0, 6);
      ensureSame(forth[0]?.previousCursor ?? null, null, "the way back from the first page");
      onlyIf(forth.length > 1, "the list has one page");
      const known = new Set(forth.flatMap(idsOf));
      const ways = forth.slice(1).map(({ previousCursor = null }) => previousCursor !== null);
      onlyIf(ways.includes(true), "the list only goes forward");
      ensure(!ways.includes(false), "a page without a way back");
      let at = forth.at(-1) as AnyPage;
      for (const expected of forth.slice(0, -1).toReversed()) {
        const before = await pageBefore(context, method, query, at);
        const ids = idsOf(before).filter((id) => known.has(id)); // others may have come in the meantime
        ensureSame(ids, idsOf(expected), "the page before");
        ensure(before.nextCursor !== null, "a page before another that says it is the last");
        at = before;
      }
      const again = await page(context, method, { ...query, cursor: at.nextCursor });
      ensureSame(idsOf(again), idsOf(forth[1] as AnyPage), "the second page once more");
    }),
    listCase(method, "takes another limit on the way back", async (context) => {
      const { filter } = await context.shared.list(method.name);
      const forth = await pagesOf(context, method, { ...filter, limit: 2 }, 6);
      onlyIf(forth.length > 1, "the list has one page");
      onlyIf(forth.length > 2, "the list has two pages");
      const third = forth[2] as AnyPage;
      const before = forth.slice(0, 2).flatMap(idsOf);
      const one = await pageBefore(context, method, { ...filter, limit: 1 }, third);
      ensureSame(idsOf(one), before.slice(-1), "a page of one");
      const all = await pageBefore(context, method, { ...filter, limit: 3 }, third);
      ensureSame(idsOf(all), before.slice(-3), "a page of three");
    }),
    ...sortFields(method).map((field) =>
      listCase(method, `leads back in its order by ${field}`, async (context) => {
        const { filter } = await context.shared.list(method.name);
        for (const direction of ["asc", "desc"]) {
          const query = { ...filter, limit: 3, sort: { field, direction } };
          const [first, second] = await pagesOf(context, method, query, 6);
          onlyIf(first !== undefined && second !== undefined, "the list has one page");
          const back = await pageBefore(context, method, query, second as AnyPage);
          ensureSame(idsOf(back), idsOf(first as AnyPage), `${direction}, the first page once more`);
        }
      }),
    ),
  ];
}

export const listBackCases: readonly ConformanceCase[] = methods.filter(isList).flatMap(casesOfList);
