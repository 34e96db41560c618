/** Headers that every answer of the API carries. */
const SECURITY: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin", // no other page loads answers as pictures or scripts; CORS is not asked then
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

const STRICT_TRANSPORT = "max-age=31536000";
const ALLOWED_METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE";
const ALLOWED_HEADERS =
  "Authorization, Content-Type, Accept-Language, If-Match, If-None-Match, If-Range, Range, Idempotency-Key, Last-Event-ID";
const EXPOSED_HEADERS = "Accept-Ranges, Content-Range, ETag, Retry-After, X-Request-Id";

/** What the headers of answers depend on. */
export interface HeaderOptions {
  /** Origins of other hosts whose pages may read answers, compared as they stand. */
  readonly origins: readonly string[];
  readonly strictTransport: boolean;
}

/** Answers a preflight request; an origin that is not on the list gets no permission. Browsers keep the answer for ten minutes. */
export function preflight(request: Request, options: HeaderOptions): Response {
  const headers = new Headers({ Vary: "Access-Control-Request-Method, Access-Control-Request-Headers" });
  if (isListed(request, options)) {
    headers.set("Access-Control-Allow-Methods", ALLOWED_METHODS);
    headers.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
    headers.set("Access-Control-Max-Age", "600");
  }
  return new Response(null, { status: 204, headers });
}

/** Adds the security headers, and the permission to read for an origin on the list. There are no cookies to protect. */
export function addHeaders(answer: Headers, request: Request, options: HeaderOptions): void {
  for (const [name, value] of Object.entries(SECURITY)) answer.set(name, value);
  if (options.strictTransport) answer.set("Strict-Transport-Security", STRICT_TRANSPORT);
  answer.append("Vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin === null || !isListed(request, options)) return;
  answer.set("Access-Control-Allow-Origin", origin);
  answer.set("Access-Control-Expose-Headers", EXPOSED_HEADERS);
}

function isListed(request: Request, { origins }: HeaderOptions): boolean {
  const origin = request.headers.get("origin");
  return origin !== null && origins.includes(origin);
}
