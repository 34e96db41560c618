/** Headers that every answer of the API carries. */
const SECURITY: Readonly<Record<string, string>> = {
  "Cache-Control": "no-store",
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
};

const ALLOWED_HEADERS = "Authorization, Content-Type, Accept-Language, If-Match, Idempotency-Key, Last-Event-ID";

/** Answers a preflight request; an origin that is not on the list gets no permission. */
export function preflight(request: Request, origins: readonly string[]): Response {
  const headers = new Headers({ "Access-Control-Allow-Methods": "GET, HEAD, POST, PUT, PATCH, DELETE" });
  headers.set("Access-Control-Allow-Headers", ALLOWED_HEADERS);
  headers.set("Access-Control-Max-Age", "600");
  return withHeaders(new Response(null, { status: 204, headers }), request, origins);
}

/** Adds the security headers, and the permission to read for an origin on the list. There are no cookies to protect. */
export function withHeaders(response: Response, request: Request, origins: readonly string[]): Response {
  const answer = new Response(response.body, response);
  for (const [name, value] of Object.entries(SECURITY)) answer.headers.set(name, value);
  answer.headers.append("Vary", "Origin");
  const origin = request.headers.get("origin");
  if (origin !== null && origins.includes(origin)) {
    answer.headers.set("Access-Control-Allow-Origin", origin);
    answer.headers.set("Access-Control-Expose-Headers", "ETag, Retry-After, X-Request-Id");
  }
  return answer;
}
