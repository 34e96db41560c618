import { CrewError, type FieldError, isCrewError } from "@crewdock/contract";
import { answering, failing, type Json, type Mutant, mutant, rememberingMutant, streaming } from "./mutant.ts";

/** Acts for everybody as it would for the administrator. */
function lets(actor: "nobody" | "limited" | "stranger", method: string): Mutant {
  return mutant(`${method} is open to the ${actor}`, method, (verb, tools) =>
    tools.actor === actor ? tools.asAdmin : verb,
  );
}

const withFields = (error: CrewError, fields: readonly FieldError[]): CrewError =>
  error.code === "validation" || error.code === "duplicate" ? new CrewError(error.code, { fields }) : error;

/** Remembers the last password of each call and gives it away. */
function leaks(name: string, method: string, from: string, leak: (answer: Json, secret: string) => unknown): Mutant {
  return rememberingMutant(name, method, () => {
    let secret = "";
    return (verb) => async (input, context) => {
      const holder = (from === "" ? input : (input[from] as Json | undefined)) ?? {};
      const given = holder["password"];
      if (typeof given === "string" && given !== "") secret = given;
      return leak((await verb(input, context)) as Json, secret);
    };
  });
}

async function* told(
  source: AsyncIterable<Json>,
  keeps: (event: Json, index: number) => boolean,
): AsyncGenerator<Json> {
  let index = 0;
  for await (const event of source) if (keeps(event, index++)) yield event;
}

export const guardMutants: readonly Mutant[] = [
  lets("nobody", "roles.list"),
  lets("nobody", "users.list"),
  lets("nobody", "mail.get"),
  lets("limited", "users.get"),
  lets("limited", "users.update"),
  lets("limited", "users.create"),
  lets("limited", "roles.create"),
  lets("stranger", "session.me"),
  lets("stranger", "directory.colleagues"),
  failing("users.create names only the first wrong field", "users.create", (error) =>
    withFields(error, error.fields.slice(0, 1)),
  ),
  failing("users.create names no field", "users.create", (error) => withFields(error, [])),
  failing("users.create points into the input instead of the body", "users.create", (error) =>
    withFields(
      error,
      error.fields.map((field) => ({ ...field, pointer: `/user${field.pointer}` })),
    ),
  ),
  failing("roles.create says invalid_format for everything", "roles.create", (error) =>
    withFields(
      error,
      error.fields.map((field) => ({ ...field, code: "invalid_format" })),
    ),
  ),
  failing("users.create says validation for what is taken", "users.create", (error) =>
    error.code === "duplicate" ? new CrewError("validation", { fields: error.fields }) : error,
  ),
  failing("roles.create says internal for what is taken", "roles.create", (error) =>
    error.code === "duplicate" ? new CrewError("internal") : error,
  ),
  mutant("calls.save cuts numbers that are too long", "calls.save", (verb) => (input, context) => {
    const call = input["call"] as Json | undefined;
    const number = call?.["number"];
    return verb(
      typeof number === "string" ? { ...input, call: { ...call, number: number.slice(0, 128) } } : input,
      context,
    );
  }),
  leaks("users.create gives the password back", "users.create", "user", (answer, secret) => ({
    ...answer,
    password: secret,
  })),
  leaks("mail.create gives the password back", "mail.create", "account", (answer, secret) => ({
    ...answer,
    imap: { ...(answer["imap"] as Json), password: secret },
  })),
  rememberingMutant("users.update tells the password in the conflict", "users.update", () => {
    return (verb) => async (input, context) => {
      try {
        return await verb(input, context);
      } catch (error) {
        const secret = (input["patch"] as Json | undefined)?.["password"];
        if (!isCrewError(error) || error.code !== "conflict") throw error;
        throw new CrewError("conflict", { current: { ...(error.current as Json), secret } });
      }
    };
  }),
  failing("users.create tells the password in the log's words", "users.create", (error, input) => {
    const secret = (input["user"] as Json | undefined)?.["password"];
    return new CrewError(error.code, { fields: error.fields, detail: String(secret) });
  }),
  mutant(
    "users.list does not listen to the signal",
    "users.list",
    (verb) => (input, context) => verb(input, { ...context, signal: new AbortController().signal }),
  ),
  mutant("users.get settles 200 ms after an abort", "users.get", (verb) => async (input, context) => {
    try {
      return await verb(input, context);
    } catch (error) {
      if (isCrewError(error) && error.code === "cancelled") await new Promise((resolve) => setTimeout(resolve, 200));
      throw error;
    }
  }),
  mutant("users.create does what was aborted before it began", "users.create", (verb) => async (input, context) => {
    const answer = await verb(input, { ...context, signal: new AbortController().signal });
    if (context.signal.aborted) throw new CrewError("cancelled");
    return answer;
  }),
  mutant("roles.get rejects an abort with the signal's reason", "roles.get", (verb) => async (input, context) => {
    context.signal.throwIfAborted();
    return verb(input, context);
  }),
  answering("session.me offers nothing that it does not name: roles.remove", "session.me", (answer) => {
    const capabilities = answer["capabilities"] as { readonly methods: Json };
    const methods = { ...capabilities.methods, "roles.remove": { supported: false, why: "not_in_backend" } };
    return { ...answer, capabilities: { ...capabilities, methods } };
  }),
  mutant(
    "mail.providers is offered and not there",
    "mail.providers",
    () => () => Promise.reject(new CrewError("unsupported")),
  ),
  answering("session.me speaks another major version", "session.me", (answer) => ({
    ...answer,
    capabilities: { ...(answer["capabilities"] as Json), contract: "9.0" },
  })),
  streaming("events.subscribe loses every third event", (source) => told(source, (_event, index) => index % 3 !== 2)),
  streaming("events.subscribe says nothing of changed users", (source) =>
    told(source, ({ type }) => type !== "user.changed"),
  ),
  streaming("events.subscribe repeats the event that it goes on after", (source, { since }, again) =>
    typeof since === "string" && /^[1-9]\d*$/.test(since) ? again({ since: String(Number(since) - 1) }) : source,
  ),
  streaming("events.subscribe leaves out the first event after a cursor", (source, { since }) =>
    told(source, (_event, index) => since === undefined || since === "no-such-cursor" || index > 0),
  ),
  streaming("events.subscribe forgets where it was", (source, { since }, again) =>
    since === undefined ? source : again({}),
  ),
  streaming("events.subscribe gives all events one cursor", async function* (source) {
    for await (const event of source) yield { ...event, cursor: "1" };
  }),
  streaming("events.subscribe tells two events the wrong way round", async function* (source) {
    let held: Json | undefined;
    for await (const event of source) {
      if (held === undefined && event["type"] === "user.created") {
        held = event;
        continue;
      }
      yield event;
      if (held) yield held;
      held = undefined;
    }
  }),
  lets("nobody", "events.subscribe"),
  lets("limited", "mail.get"),
  streaming("events.subscribe starts over silently after an unknown cursor", (source, { since }, again) =>
    since === "no-such-cursor" ? again({}) : source,
  ),
];
