import assert from "node:assert/strict";
import { test } from "node:test";
import { createOAuthClient, type OAuthClient } from "./oauth-client.ts";
import type { OAuthEndpoints } from "./oauth-endpoints.data.ts";

const never = new AbortController().signal;

function clientOf(answer: () => Response, more: Partial<OAuthEndpoints> = {}): OAuthClient {
  return createOAuthClient(
    {
      redirectUrl: "https://crm.example/mail-sign-in",
      providers: {
        own: {
          clientId: "crm",
          authorizeUrl: "https://id.example/authorize",
          tokenUrl: "https://id.example/token",
          scopes: ["mail"],
          ...more,
        },
        yandex: { clientId: "crm" },
      },
      fetch: () => Promise.resolve(answer()),
    },
    () => new Date(),
  );
}

const tokens = (padding: string): string => JSON.stringify({ access_token: "a", refresh_token: "r", padding });

test("an answer longer than 64 KiB is refused, and no more of it is read than that", async () => {
  let sent = 0;
  let left = false;
  const endless = (): Response =>
    new Response(
      new ReadableStream({
        pull: (controller) => {
          sent += 1024;
          controller.enqueue(new Uint8Array(1024).fill(32));
        },
        cancel: () => {
          left = true;
        },
      }),
    );
  await assert.rejects(clientOf(endless).redeem("own", "c", "v", never), {
    name: "OAuthRefused",
    reason: "unavailable",
    said: "answer_too_long",
  });
  assert.ok(sent < 80 * 1024 && left, `${sent} bytes`);
  const long = clientOf(() => new Response(tokens("x".repeat(60 * 1024))));
  assert.equal((await long.redeem("own", "c", "v", never)).refreshToken, "r");
});

test("letters that come in two parts are read as one", async () => {
  const bytes = new TextEncoder().encode(tokens("ł"));
  const parts = (): Response =>
    new Response(
      new ReadableStream({
        start(controller) {
          for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
          controller.close();
        },
      }),
    );
  assert.equal((await clientOf(parts).redeem("own", "c", "v", never)).accessToken, "a");
});

test("an answer that does not say whose it is counts only from a provider that announces no such word", () => {
  const empty = (): Response => new Response("{}");
  const issuer = "https://id.example";
  const announced = clientOf(empty, { issuer, announcesIssuer: true });
  const unknown = clientOf(empty);
  const known = clientOf(empty, { issuer });
  const judged = (client: OAuthClient): readonly boolean[] =>
    [null, issuer, `${issuer}/`, "https://evil.example"].map((given) => client.isIssuer("own", given));
  assert.deepEqual(judged(announced), [false, true, false, false]);
  assert.deepEqual(judged(known), [true, true, false, false]);
  assert.deepEqual(judged(unknown), [true, true, true, true]);
  assert.equal(known.isIssuer("yandex", issuer), false, "the answer of another provider");
});

test("a provider that announces its word without one to compare it with is a mistake of the configuration", () => {
  assert.throws(() => clientOf(() => new Response("{}"), { announcesIssuer: true }), RangeError);
});
