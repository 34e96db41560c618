import type { ConformanceCase, Family } from "./conformance-case.ts";

const hints: Readonly<Record<Family, string>> = {
  behaviour: "See the docstring of the verb in @crewdock/contract: it says what has to happen.",
  answers:
    "Compare the answer with the verb's schema in `operations`: times are ISO 8601 in UTC, ids are strings, absent values are null.",
  unsupported: "A method that the capabilities do not offer has to answer `unsupported` (501) and do nothing.",
  login: "Check the token before anything else and answer `unauthenticated` (401).",
  rights: "Check the right that `operations` names for the verb before reading the input; answer `forbidden` (403).",
  missing: "An id that leads nowhere is `not_found` (404), also one that the actor may not see.",
  fields:
    "Validate with the verb's schema and answer `validation` (422) with every wrong field at once; pointers are relative to the body.",
  lists:
    "Page by keyset: the cursor names the last row seen (its sort value and its id), and the id decides between equals.",
  conflicts:
    "Compare `If-Match` and write in one step (`update … where version = $1`); answer `conflict` (412) with the present record in `current`.",
  repeats:
    "Keep key, fingerprint of the body and answer in the transaction of the change, with the key unique, for 24 hours.",
  cancellation:
    "Pass the signal on, and settle with `cancelled` as soon as it aborts; a call that was aborted before it began does nothing.",
  secrets: "Passwords go in and never come out: not in answers, errors, events or lists.",
  live: "Write the event in the transaction of the change; number events so that a reader can go on after any of them.",
  concurrency:
    "Two requests at the same instant: rely on a unique index or a conditional update, not on reading first.",
  faults:
    "See docs/conformance.md, 'Faults': what was acknowledged stays, and what is repeated with the same key happens once.",
  store: "The adapter says something else than the store holds.",
  sequences:
    "The commands above are the shortest that still differ from the memory adapter: run them by hand one by one.",
};

/** What the author of a backend that fails the case should look at. */
export function hintFor({ hint, family }: Pick<ConformanceCase, "hint" | "family">): string {
  return hint ?? hints[family];
}
