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
