import { createHash } from "node:crypto";
import type { AnyOperation } from "@crewdock/contract/serve";

/** Pages of lists change with every look, and what has happened since is never the same twice. */
const NEVER_TWICE: readonly string[] = ["cursor", "since"];

/** Whether the answer of an operation may be asked for by what the caller already has: one record, or something whole. */
export function isConditional({ method, answer, input }: AnyOperation): boolean {
  const { def } = input._zod;
  return (
    method === "GET" &&
    answer === "json" &&
    "shape" in def &&
    !NEVER_TWICE.some((name) => name in (def.shape as object))
  );
}

/**
 * The answer to a GET, or 304 where the caller has just that (RFC 9110, section 13.1.2). The tag is made from all that is
 * answered, since rights, invitations and mailboxes change what is shown of a record without a new version of it. It is
 * a weak one, which nobody can take for the version that `If-Match` wants.
 */
export function conditionalAnswer(request: Request, output: unknown): Response {
  const text = JSON.stringify(output);
  const opaque = `"${createHash("sha256").update(text).digest("base64url").slice(0, 22)}"`;
  const headers = { ETag: `W/${opaque}` };
  return has(request.headers.get("if-none-match"), opaque)
    ? new Response(null, { status: 304, headers })
    : new Response(text, { headers: { ...headers, "Content-Type": "application/json" } });
}

/** Compares weakly: proxies that pack an answer make its tag a weak one. */
function has(ifNoneMatch: string | null, opaque: string): boolean {
  return ifNoneMatch?.split(",").some((tag) => tag.trim().replace(/^W\//, "") === opaque) ?? false;
}
