import { isCrewError } from "@crewdock/contract";
import { answering, type Json, type Mutant, mutant, streaming, words } from "./mutant.ts";

const reversed = (answer: Json): Json => ({ ...answer, items: [...(answer["items"] as readonly Json[])].reverse() });

/** Defects that hardly show. */
export const subtleMutants: readonly Mutant[] = [
  answering("roles.list has no order", "roles.list", reversed),
  mutant(
    "users.list sorts by the e-mail address unless told otherwise",
    "users.list",
    (verb) => (input, context) =>
      verb(
        "sort" in input || "cursor" in input ? input : { ...input, sort: { field: "email", direction: "desc" } },
        context,
      ),
  ),
  answering("users.create says that nobody was told", "users.create", (answer) => ({
    ...answer,
    invitation: { state: "failed", at: null },
  })),
  answering("users.get says that people have just logged in", "users.get", (answer) => ({
    ...answer,
    lastLoginAt: "2026-03-01T00:00:00.000Z",
  })),
  answering("roles.update keeps the time of the former change", "roles.update", (answer) => ({
    ...answer,
    updatedAt: "2001-01-01T00:00:00.000Z",
  })),
  mutant("directory.contacts searches only names", "directory.contacts", (verb) => async (input, context) => {
    const page = (await verb(input, context)) as Json;
    const q = input["q"];
    if (typeof q !== "string" || q.trim() === "") return page;
    const items = (page["items"] as readonly Json[]).filter(({ name }) => String(name).includes(q));
    return { ...page, items, nextCursor: null, total: { value: items.length, relation: "eq" } };
  }),
  mutant(
    "directory.lookup knows numbers only as they are stored",
    "directory.lookup",
    (verb) => async (input, context) => {
      const answer = await verb(input, context);
      return /[ ()-]/.test(String(input["number"])) ? { caller: null } : answer;
    },
  ),
  answering("calls.save forgets when a call was taken", "calls.save", (answer) => ({ ...answer, answeredAt: null })),
  answering("session.me says that nobody has a SIP account", "session.me", (answer) => ({
    ...answer,
    user: { ...(answer["user"] as Json), hasSipAccount: false },
  })),
  answering("telephony.credentials are somebody else's", "telephony.credentials", (answer) => ({
    ...answer,
    aor: "sip:9999@crewdock.test",
  })),
  streaming("events.subscribe tells times of long ago", async function* (source) {
    for await (const event of source) yield { ...event, at: "1970-01-01T00:00:00.000Z" };
  }),
  answering("assignments.list hides what has ended", "assignments.list", (answer) => ({
    items: (answer["items"] as readonly Json[]).filter(
      ({ until }) => until === null || Date.parse(words(until)) > Date.now(),
    ),
  })),
  mutant("mail.create takes the same mailbox twice", "mail.create", (verb) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      const account = input["account"] as Json;
      if (!isCrewError(error) || error.code !== "duplicate") throw error;
      const email = words(account["email"]);
      return { ...((await verb({ ...input, account: { ...account, email: `2${email}` } }, context)) as Json), email };
    }
  }),
  answering("mail.discover says that it asked the domain's records", "mail.discover", (answer) => ({
    ...answer,
    source: answer["provider"] === null ? "none" : "mx",
  })),
  answering("users.update answers the user as before", "users.update", (answer) => ({ ...answer, serviceNumber: "0" })),
];
