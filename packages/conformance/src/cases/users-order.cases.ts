import type { Page, User } from "@crewdock/contract";
import { casesOf, type ConformanceCase, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureSame } from "../kit/expect.ts";
import { isWritable } from "../samples/edits.ts";
import { createUser, sipInput } from "../samples/inputs.ts";

/** In which order people are listed, and how pages of them follow one another while they come and go. */
export const userOrderCases: readonly ConformanceCase[] = casesOf(
  "users",
  {
    "neither skips nor repeats when people leave the list in between": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const made = new Map<string, { readonly id: string; readonly version: string }>();
        for (const last of ["A", "B", "C", "D", "E", "F"])
          made.set(last, await createUser(context, { name: { last, first: mark, patronymic: null } }));
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 2, sort: { field: "name", direction: "asc" } } as const;
        const lasts: string[] = [];
        let cursor: string | null = null;
        for (const leaves of ["B", "D", "C"]) {
          const page: Page<User> = await users.list({ ...query, ...(cursor === null ? {} : { cursor }) });
          lasts.push(...page.items.map(({ name }) => name.last));
          cursor = page.nextCursor;
          const one = made.get(leaves);
          if (one) await users.setState({ ...one, state: "blocked" });
          if (cursor === null) break;
        }
        ensure(new Set(lasts).size === lasts.length, "somebody comes twice");
        ensureSame(
          ["A", "C", "E", "F"].filter((last) => !lasts.includes(last)),
          [],
          "skipped",
        );
      },
    ],
    "sorts by the names of positions and departments, not by their ids": [
      ["users.create", "users.list", "org.createPosition", "org.createDepartment"],
      async (context) => {
        onlyIf(isWritable(context, "positionId") && isWritable(context, "departmentId"), "users have no such members");
        const mark = context.unique();
        const { org, users } = context.as("admin");
        for (const order of ["b", "C", "A"]) {
          const name = `${order} ${mark}`;
          const position = await org.createPosition({ node: { name, departmentId: null, defaultRoleId: null } });
          const department = await org.createDepartment({
            node: { name, parentId: context.world.department, headId: null },
          });
          const of = { positionId: position.id, departmentId: department.id };
          await createUser(context, { name: { last: order, first: mark, patronymic: null }, ...of });
        }
        for (const field of ["position", "department"] as const) {
          for (const query of [{ q: mark }, { q: mark, limit: 1 }]) {
            const seen: string[] = [];
            let cursor: string | undefined;
            do {
              const page: Page<User> = await users.list({ ...query, sort: { field, direction: "asc" }, cursor });
              seen.push(...page.items.map(({ name }) => name.last));
              cursor = page.nextCursor ?? undefined;
            } while (cursor !== undefined && seen.length < 4);
            ensureSame(seen, ["A", "b", "C"], `by ${field}`);
          }
        }
      },
    ],
    "sorts by extensions as numbers, those without one first": [
      ["users.create", "users.list", "telephony.freeSipAccounts"],
      async (context) => {
        const mark = context.unique();
        const digits = String(Number.parseInt(mark.replace(/\W/g, ""), 36)).slice(-6);
        const made: readonly (readonly [string, string | null])[] = [
          ["C", `10${digits}`],
          ["A", null],
          ["B", `9${digits}`],
        ];
        onlyIf(context.world.session("admin").policy.sipAccount !== "required", "everybody has an extension");
        for (const [last, extension] of made)
          await createUser(context, {
            name: { last, first: mark, patronymic: null },
            sipAccount: extension === null ? null : sipInput(context, extension),
          });
        for (const [direction, expected] of [
          ["asc", ["A", "B", "C"]],
          ["desc", ["C", "B", "A"]],
        ] as const) {
          const { items } = await context.as("admin").users.list({ q: mark, sort: { field: "extension", direction } });
          ensureSame(
            items.map(({ name }) => name.last),
            expected,
            direction,
          );
        }
      },
    ],
    "leads back to those who are there now, neither skipping nor repeating anybody": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const make = (last: string): Promise<User> =>
          createUser(context, { name: { last, first: mark, patronymic: null } });
        const made: User[] = [];
        for (const last of ["B", "C", "D", "E", "F", "G"]) made.push(await make(last));
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 2, sort: { field: "name", direction: "asc" } } as const;
        const lasts = ({ items }: Page<User>): readonly string[] => items.map(({ name }) => name.last);
        const first = await users.list(query);
        const second = await users.list({ ...query, cursor: first.nextCursor ?? undefined });
        const third = await users.list({ ...query, cursor: second.nextCursor ?? undefined });
        onlyIf(typeof third.previousCursor === "string", "the list only goes forward");
        ensureSame(lasts(third), ["F", "G"], "the third page");
        await make("A");
        await make("DD");
        for (const user of made.filter(({ name }) => ["C", "F"].includes(name.last)))
          await users.setState({ id: user.id, version: user.version, state: "blocked" });
        const seen: (readonly string[])[] = [];
        let at = third;
        while (typeof at.previousCursor === "string" && seen.length < 5) {
          at = await users.list({ ...query, cursor: at.previousCursor });
          seen.unshift(lasts(at));
        }
        ensureSame(seen, [["A"], ["B", "D"], ["DD", "E"]], "the pages before the third");
        ensureSame(
          lasts(await users.list({ ...query, cursor: at.nextCursor ?? undefined })),
          ["B", "D"],
          "forth again",
        );
      },
    ],
    "leads on where all that came before has gone": [
      ["users.create", "users.list", "users.setState"],
      async (context) => {
        const mark = context.unique();
        const make = (last: string): Promise<User> =>
          createUser(context, { name: { last, first: mark, patronymic: null } });
        const { id, version } = await make("A");
        await make("B");
        const { users } = context.as("admin");
        const query = { q: mark, states: ["active"], limit: 1, sort: { field: "name", direction: "asc" } } as const;
        const { nextCursor } = await users.list(query);
        const { previousCursor } = await users.list({ ...query, cursor: nextCursor ?? undefined });
        onlyIf(typeof previousCursor === "string", "the list only goes forward");
        await users.setState({ id, version, state: "blocked" });
        const empty = await users.list({ ...query, cursor: previousCursor ?? undefined });
        ensureSame([empty.items, empty.previousCursor ?? null], [[], null], "nobody before");
        const { items } = await users.list({ ...query, cursor: empty.nextCursor ?? undefined });
        ensureSame(
          items.map(({ name }) => name.last),
          ["B"],
          "forth again",
        );
      },
    ],
  },
  "lists",
);
