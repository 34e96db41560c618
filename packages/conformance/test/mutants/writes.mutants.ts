import { CrewError, isCrewError } from "@crewdock/contract";
import { answering, asking, failing, type Json, type Mutant, mutant, rememberingMutant, words } from "./mutant.ts";

/** Writes at whatever version stands now: what somebody else has changed is lost. */
function ignoresVersion(method: string, reader: string, member = "id"): Mutant {
  return mutant(`${method} ignores the version`, method, (verb, { other }) => async (input, context) => {
    const record = (await other(reader)({ id: input[member] }, context)) as Json;
    return verb({ ...input, version: record["version"] }, context);
  });
}

function ignoresKey(method: string): Mutant {
  return mutant(`${method} ignores the idempotency key`, method, (verb) => (input, context) => {
    const { idempotencyKey: _key, ...rest } = context;
    return verb(input, rest);
  });
}

/** Remembers an answer once it is there, so that duplicates that come meanwhile run too. */
function collapsesLate(method: string): Mutant {
  return rememberingMutant(`${method} does not collapse parallel duplicates`, method, () => {
    const answers = new Map<string, { readonly sent: string; readonly answer: unknown }>();
    return (verb) => async (input, context) => {
      const { idempotencyKey: key, ...rest } = context;
      if (key === undefined) return verb(input, rest);
      const known = answers.get(key);
      if (known && known.sent !== JSON.stringify(input))
        throw new CrewError("validation", { fields: [{ pointer: "/idempotencyKey", code: "mismatch" }] });
      if (known) return known.answer;
      await Promise.resolve();
      const answer = await verb(input, rest);
      answers.set(key, { sent: JSON.stringify(input), answer });
      return answer;
    };
  });
}

function answersAnyBody(method: string): Mutant {
  return rememberingMutant(`${method} answers another body under the same key`, method, () => {
    const answers = new Map<string, Promise<unknown>>();
    return (verb) => (input, context) => {
      const { idempotencyKey: key, ...rest } = context;
      if (key === undefined) return verb(input, rest);
      const answer = answers.get(key) ?? verb(input, rest);
      answers.set(key, answer);
      return answer;
    };
  });
}

const isObject = (value: unknown): value is Json => typeof value === "object" && value !== null;

const isCode = (error: unknown, code: string): boolean => isCrewError(error) && error.code === code;

export const writeMutants: readonly Mutant[] = [
  ignoresVersion("users.update", "users.get"),
  ignoresVersion("users.setState", "users.get"),
  ignoresVersion("roles.update", "roles.get"),
  ignoresVersion("roles.remove", "roles.get"),
  ignoresVersion("assignments.replace", "roles.get", "roleId"),
  ignoresVersion("mail.update", "mail.get"),
  ignoresVersion("mail.remove", "mail.get"),
  mutant(
    "users.update checks the version and writes a moment later",
    "users.update",
    (verb, { other }) =>
      async (input, context) => {
        const before = (await other("users.get")({ id: input["id"] }, context)) as Json;
        if (before["version"] !== input["version"]) return verb(input, context);
        await new Promise((resolve) => setTimeout(resolve, 2));
        const now = (await other("users.get")({ id: input["id"] }, context)) as Json;
        return verb({ ...input, version: now["version"] }, context);
      },
  ),
  ignoresKey("users.create"),
  ignoresKey("roles.create"),
  ignoresKey("mail.create"),
  collapsesLate("users.create"),
  answersAnyBody("users.create"),
  answersAnyBody("roles.create"),
  failing("users.update tells a conflict without the present user", "users.update", (error) =>
    isCode(error, "conflict") ? new CrewError("conflict") : error,
  ),
  failing("users.update tells a conflict with the version that was sent", "users.update", (error, { version }) =>
    isCode(error, "conflict") ? new CrewError("conflict", { current: { ...(error.current as Json), version } }) : error,
  ),
  answering("users.update answers the version that was sent", "users.update", (answer, { version }) => ({
    ...answer,
    version,
  })),
  asking("users.update empties what is not named", "users.update", (input) =>
    isObject(input["patch"]) ? { ...input, patch: { serviceNumber: null, ...input["patch"] } } : input,
  ),
  asking("users.update drops a service number of null", "users.update", (input) => {
    const patch = input["patch"];
    if (!isObject(patch) || patch["serviceNumber"] !== null) return input;
    const { serviceNumber: _dropped, ...rest } = patch;
    return { ...input, patch: rest };
  }),
  mutant(
    "users.setState acknowledges and does nothing",
    "users.setState",
    (verb, { other }) =>
      async (input, context) => {
        const { id, state, version } = input;
        const user = (await other("users.get")({ id }, context)) as Json;
        const changes = ["active", "blocked", "deactivated"].includes(words(state)) && user["state"] !== state;
        return user["version"] === version && changes ? { ...user, state, version: "next" } : verb(input, context);
      },
  ),
  mutant(
    "users.create leaves a user behind when the SIP account is taken",
    "users.create",
    (verb) => async (input, context) => {
      try {
        return await verb(input, context);
      } catch (error) {
        const user = input["user"] as Json | undefined;
        const { idempotencyKey: _key, ...rest } = context;
        if (isCode(error, "duplicate") && user?.["sipAccount"])
          await verb({ user: { ...user, sipAccount: null, mailAccounts: [] } }, rest).catch(() => undefined);
        throw error;
      }
    },
  ),
  mutant("users.create makes everybody twice", "users.create", (verb) => async (input, context) => {
    const made = await verb(input, context);
    const user = input["user"] as Json;
    const { idempotencyKey: _key, ...rest } = context;
    const twin = {
      ...user,
      login: `${String(user["login"]).slice(0, 60)}-2`,
      email: `2${String(user["email"])}`,
      sipAccount: null,
    };
    await verb({ user: twin }, rest).catch(() => undefined);
    return made;
  }),
  asking("users.create strips markup from names", "users.create", (input) => {
    const user = input["user"] as Json | undefined;
    if (typeof user?.["name"] !== "object") return input;
    const clean = Object.entries(user["name"] as Json).map(([key, value]) => [
      key,
      typeof value === "string" ? value.replaceAll(/<[^>]*>/g, "") : value,
    ]);
    return { ...input, user: { ...user, name: Object.fromEntries(clean) as Json } };
  }),
  asking("users.create takes any password", "users.create", (input) => {
    const user = input["user"] as Json | undefined;
    const password = user?.["password"];
    if (typeof password !== "string" || password === "" || password.length > 256 || password.includes("\u0000"))
      return input;
    return { ...input, user: { ...user, password: "Tungsten7 orbits? Wildly5" } };
  }),
  mutant("users.create drops the mail accounts", "users.create", (verb) => (input, context) => {
    const user = input["user"] as Json | undefined;
    const accounts = user?.["mailAccounts"];
    const given = Array.isArray(accounts) ? (accounts as readonly Json[]) : [];
    // those of the kit's own, which are well-formed: all else is left to the adapter to refuse
    const good = given.length === 1 && given.every((one) => isObject(one["imap"]) && one["imap"]["port"] === 993);
    return verb(good ? { ...input, user: { ...user, mailAccounts: [] } } : input, context);
  }),
  asking("roles.create drops what the catalogue does not know", "roles.create", (input) => {
    const role = input["role"] as Json | undefined;
    if (typeof role?.["grants"] !== "object" || role["grants"] === null) return input;
    const { "no.such": _odd, ...grants } = role["grants"] as Json;
    return { ...input, role: { ...role, grants } };
  }),
  mutant(
    "roles.remove takes the role away from those who have it",
    "roles.remove",
    (verb, { other }) =>
      async (input, context) => {
        try {
          return await verb(input, context);
        } catch (error) {
          if (!isCode(error, "in_use")) throw error;
          const roleId = input["id"];
          await other("assignments.replace")({ roleId, version: input["version"], assignments: [] }, context);
          const { version } = (await other("roles.get")({ id: roleId }, context)) as Json;
          return verb({ id: roleId, version }, context);
        }
      },
  ),
  mutant(
    "assignments.replace adds to those who had the role",
    "assignments.replace",
    (verb, { other }) =>
      async (input, context) => {
        const given = input["assignments"];
        if (!Array.isArray(given)) return verb(input, context);
        const listed = (await other("assignments.list")({ roleId: input["roleId"] }, context)) as {
          readonly items: readonly Json[];
        };
        const key = (one: Json): string => JSON.stringify(one["subject"]);
        const kept = listed.items.filter((one) => !given.some((other) => key(other as Json) === key(one)));
        return verb(
          { ...input, assignments: [...given, ...kept.map(({ subject, until }) => ({ subject, until }))] },
          context,
        );
      },
  ),
  asking("assignments.replace forgets the end", "assignments.replace", (input) => {
    const given = input["assignments"];
    if (!Array.isArray(given)) return input;
    return {
      ...input,
      assignments: given.map((one) =>
        typeof (one as Json | null)?.["until"] === "string" && String((one as Json)["until"]).startsWith("2")
          ? { ...(one as Json), until: null }
          : one,
      ),
    };
  }),
  mutant("mail.update uses the stored password at any server", "mail.update", (verb) => (input, context) => {
    const account = input["account"] as Json | undefined;
    return verb(
      account && account["password"] === null
        ? { ...input, account: { ...account, password: "Tungsten7 orbits? Wildly5" } }
        : input,
      context,
    );
  }),
  rememberingMutant("calls.save reopens a call that is over", "calls.save", () => {
    return (verb) => async (input, context) => {
      const answer = (await verb(input, context)) as Json;
      const call = input["call"] as Json;
      if (call["endedAt"] !== null || answer["endedAt"] === null) return answer;
      return { ...answer, endedAt: null, result: "ongoing" };
    };
  }),
  mutant("users.bulk claims that all went well", "users.bulk", (verb) => async (input, context) => {
    const { results } = (await verb(input, context)) as { readonly results: readonly Json[] };
    return { results: results.map(({ id }) => ({ id, ok: true })) };
  }),
  mutant("users.bulk leaves out who was refused", "users.bulk", (verb) => async (input, context) => {
    const { results } = (await verb(input, context)) as { readonly results: readonly Json[] };
    return { results: results.filter(({ ok }) => ok) };
  }),
];
