import { CrewError, isCrewError } from "@crewdock/contract";
import { answering, asking, failing, type Json, type Mutant, mutant, type Verb, words } from "./mutant.ts";

interface AnyPage extends Json {
  readonly items: readonly Json[];
  readonly nextCursor: string | null;
  readonly total: Json;
}

/** Everything that a list has, from page to page. */
async function everything(verb: Verb, input: Json, context: Parameters<Verb>[1]): Promise<readonly Json[]> {
  const items: Json[] = [];
  let cursor: string | null = null;
  do {
    const page: AnyPage = (await verb({ ...input, cursor: cursor ?? undefined, limit: 200 }, context)) as AnyPage;
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null);
  return items;
}

/** Pages by counting, as a backend over page numbers does: what is added before the place moves all behind it. */
function pagesByOffset(method: string): Mutant {
  return mutant(`${method} pages by offset`, method, (verb) => async (input, context) => {
    const { cursor, limit = 50, ...query } = input;
    if (cursor !== undefined && !/^o\d+$/.test(words(cursor))) return verb(input, context);
    const start = cursor === undefined ? 0 : Number(words(cursor).slice(1));
    const first = (await verb({ ...query, limit }, context)) as AnyPage;
    const all = await everything(verb, query, context);
    const end = start + Number(limit);
    return { ...first, items: all.slice(start, end), nextCursor: end < all.length ? `o${String(end)}` : null };
  });
}

const pages = (name: string, method: string, change: (page: AnyPage, input: Json) => Json): Mutant =>
  answering(name, method, (answer, input) => change(answer as AnyPage, input));

/** Pages backwards by counting: whoever came before the place in the meantime moves all behind it. */
function backByOffset(method: string): Mutant {
  return mutant(`${method} leads back by offset`, method, (verb) => async (input, context) => {
    const { cursor, limit = 50, ...query } = input;
    const [, from] = /^b(\d+)$/.exec(words(cursor)) ?? [];
    const all = await everything(verb, query, context).catch(() => []);
    const start = Math.max(0, Number(from) - Number(limit));
    const place = (at: number): string | null => (at > 0 ? `b${String(at)}` : null);
    if (from === undefined) {
      const page = (await verb(input, context)) as AnyPage;
      const at = all.findIndex(({ id }) => id === page.items[0]?.["id"]);
      return { ...page, previousCursor: place(at) };
    }
    const items = all.slice(start, Number(from));
    const before = (await verb({ ...query, limit: start + items.length }, context)) as AnyPage;
    return { ...before, items, previousCursor: place(start) };
  });
}

/** Whether it is a filter that the schema takes: what is malformed is left to the adapter. */
const areIds = (value: unknown): boolean =>
  Array.isArray(value) &&
  value.length <= 100 &&
  value.every((id) => typeof id === "string" && /^[\w.:-]{1,64}$/.test(id));

const texts = (user: Json): readonly string[] => [
  ...Object.values(user["name"] as Json).map(String),
  String(user["email"]),
  String(user["login"]),
  String(user["serviceNumber"]),
];

/** Keeps only found users that a test accepts; the total follows. */
function findsOnly(name: string, accepts: (user: Json, q: string) => boolean): Mutant {
  return mutant(name, "users.list", (verb) => async (input, context) => {
    const q = input["q"];
    const page = (await verb(input, context)) as AnyPage;
    // whoever asks for pages gets them as they are, so that only searching is wrong
    if (typeof q !== "string" || q.trim() === "" || "limit" in input || "cursor" in input) return page;
    const items = page.items.filter((user) => accepts(user, q));
    return { ...page, items, nextCursor: null, total: { value: items.length, relation: "eq" } };
  });
}

export const readMutants: readonly Mutant[] = [
  pagesByOffset("users.list"),
  pagesByOffset("calls.list"),
  backByOffset("users.list"),
  mutant("calls.list leads back to the beginning", "calls.list", (verb) => async (input, context) => {
    const page = (await verb(
      input["cursor"] === "first" ? { ...input, cursor: undefined } : input,
      context,
    )) as AnyPage;
    return { ...page, previousCursor: page["previousCursor"] === null ? null : "first" };
  }),
  mutant("audit.list turns its order on the way back", "audit.list", (verb) => async (input, context) => {
    const cursor = words(input["cursor"]);
    const back = cursor.startsWith("back:");
    const page = (await verb(back ? { ...input, cursor: cursor.slice(5) } : input, context)) as AnyPage;
    const previous = page["previousCursor"];
    return {
      ...page,
      items: back ? page.items.toReversed() : page.items,
      previousCursor: typeof previous === "string" ? `back:${previous}` : null,
    };
  }),
  pages("directory.colleagues loses the way back at the end", "directory.colleagues", (page) => ({
    ...page,
    previousCursor: page.nextCursor === null ? null : page["previousCursor"],
  })),
  mutant("users.list shows the last of a page again", "users.list", (verb) => async (input, context) => {
    const page = (await verb(input, context)) as AnyPage;
    const { cursor, limit = 50, ...query } = input;
    if (cursor === undefined || page.items.length === 0) return page;
    const all = await everything(verb, query, context);
    const at = all.findIndex(({ id }) => id === page.items[0]?.["id"]);
    return { ...page, items: [...all.slice(at - 1, at), ...page.items].slice(0, Number(limit)) };
  }),
  mutant("users.list loses the first of each later page", "users.list", (verb) => async (input, context) => {
    const page = (await verb(input, context)) as AnyPage;
    return input["cursor"] === undefined || page.items.length < 2 ? page : { ...page, items: page.items.slice(1) };
  }),
  mutant("users.list ignores the limit", "users.list", (verb) => async (input, context) => {
    await verb(input, context);
    const items = await everything(verb, { ...input, cursor: undefined }, context);
    return { items, nextCursor: null, total: { value: items.length, relation: "eq" } };
  }),
  pages("users.list counts the page instead of the list", "users.list", (page) => ({
    ...page,
    total: { value: page.items.length, relation: "eq" },
  })),
  pages("users.list always says that there is more", "users.list", (page) => ({
    ...page,
    nextCursor: page.nextCursor ?? "more",
  })),
  pages("users.list never says that there is more", "users.list", (page) => ({ ...page, nextCursor: null })),
  asking("users.list ignores the direction", "users.list", (input) =>
    typeof input["sort"] === "object" && (input["sort"] as Json)["direction"] === "desc"
      ? { ...input, sort: { ...(input["sort"] as Json), direction: "asc" } }
      : input,
  ),
  pages("users.list shuffles equals", "users.list", (page, input) => {
    const sort = input["sort"] as Json | undefined;
    if (sort?.["field"] !== "state" || sort["direction"] !== "desc") return page;
    return { ...page, items: [...page.items].sort((a, b) => (String(a["id"]) < String(b["id"]) ? -1 : 1)) };
  }),
  asking("users.list takes any cursor for the beginning", "users.list", (input) =>
    input["cursor"] === "not-a-cursor" ? { ...input, cursor: undefined } : input,
  ),
  findsOnly("users.list searches only the beginnings", (user, q) =>
    texts(user).some((text) => text.toLowerCase().startsWith(q.toLowerCase())),
  ),
  findsOnly("users.list searches in exactly that case", (user, q) => texts(user).some((text) => text.includes(q))),
  findsOnly("users.list does not search the service number", (user, q) =>
    texts({ ...user, serviceNumber: "" })
      .join(" ")
      .toLowerCase()
      .includes(q.toLowerCase().trim().split(" ")[0] ?? ""),
  ),
  findsOnly(
    "users.list does not search the e-mail address",
    (user, q) =>
      !q.includes("@") ||
      texts({ ...user, email: "" })
        .join(" ")
        .includes(q),
  ),
  asking("users.list takes % and _ for wildcards", "users.list", (input) =>
    typeof input["q"] === "string" && input["q"].length < 200
      ? { ...input, q: input["q"].replaceAll(/[%_\\*]/g, "") }
      : input,
  ),
  pages("users.list filters departments without those below", "users.list", (page, input) => {
    const wanted = input["departmentIds"];
    if (!Array.isArray(wanted) || wanted.length === 0) return page;
    const items = page.items.filter(({ departmentId }) => wanted.includes(departmentId));
    return { ...page, items, nextCursor: null, total: { value: items.length, relation: "eq" } };
  }),
  asking("users.list ignores the states", "users.list", ({ states, ...input }) =>
    Array.isArray(states) && states.includes("active") ? input : { states, ...input },
  ),
  asking("users.list ignores roles when searching", "users.list", ({ roleIds, ...input }) =>
    areIds(roleIds) && typeof input["q"] === "string" ? input : { roleIds, ...input },
  ),
  answering("users.get tells times without ISO", "users.get", (answer) => ({
    ...answer,
    createdAt: String(answer["createdAt"]).replace("T", " ").slice(0, 16),
  })),
  answering("users.get leaves out what is null", "users.get", (answer) =>
    Object.fromEntries(Object.entries(answer).filter(([, value]) => value !== null)),
  ),
  mutant(
    "users.get answers null for an unknown id",
    "users.get",
    (verb) => (input, context) =>
      verb(input, context).catch((error: unknown) => {
        if (isCrewError(error) && error.code === "not_found") return null;
        throw error;
      }),
  ),
  failing("users.get fails with an error of its own", "users.get", (error) =>
    error.code === "not_found" ? new Error("no such user") : error,
  ),
  failing("users.get says forbidden for an unknown id", "users.get", (error) =>
    error.code === "not_found" ? new CrewError("forbidden") : error,
  ),
  answering("org.read loses a department", "org.read", (answer) => ({
    ...answer,
    departments: (answer["departments"] as readonly Json[]).filter(({ parentId }) => parentId !== null),
  })),
  answering("roles.get counts everybody", "roles.get", (answer) => ({ ...answer, userCount: 60 })),
  answering("telephony.credentials last a month", "telephony.credentials", (answer) => ({
    ...answer,
    expiresAt: new Date(Date.now() + 30 * 86_400_000).toISOString(),
  })),
];
