import assert from "node:assert/strict";
import type { CrewServerOptions, Mailer } from "../options.ts";

/** Has people written to by a mailer of the test's own. */
export function notifyBy(send: Mailer["send"]): NonNullable<CrewServerOptions["notify"]> {
  return {
    mailer: { send },
    loginUrl: "https://crm.example/",
    passwordUrl: (token) => `https://crm.example/password#${token}`,
  };
}

/** The secret of the link in a letter. */
export function linkIn(text: string): string {
  return /password#([\w-]+)/.exec(text)?.[1] ?? assert.fail("no link");
}
