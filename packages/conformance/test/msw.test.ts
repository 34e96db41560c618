import { crewHandlers } from "@crewdock/conformance/msw";
import { restSubject } from "@crewdock/conformance/rest";
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { getResponse } from "msw";
import { declareCases } from "./declare-cases.ts";
import { leftOutOnMemory } from "./memory-subject.ts";

const memory = createMemoryAdapter();
const { admin, head, manager } = memory.company.demoPeople;
const baseUrl = "https://crm.example/crewdock/v1";
const known: readonly string[] = [admin, head, manager];
const { handlers } = crewHandlers({
  baseUrl,
  memory,
  userOf: (token) => (known.includes(token) ? token : undefined),
});

const tokenOf = (userId: string) => async (): Promise<{ readonly token: string; readonly expiresAt: string }> => ({
  token: userId,
  expiresAt: new Date(Date.now() + 300_000).toISOString(),
});

/** The network as the handlers are. A page's fetch does not wait for an answer that it no longer wants. */
const fetchFromHandlers: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  request.signal.throwIfAborted();
  const { promise, reject } = Promise.withResolvers<never>();
  request.signal.addEventListener("abort", () => reject(request.signal.reason as Error));
  promise.catch(() => undefined);
  const response = await Promise.race([getResponse([...handlers], request), promise]);
  if (!response) throw new TypeError(`no handler for ${request.method} ${request.url}`);
  return response;
};

const subject = restSubject({
  baseUrl,
  tokens: { admin: tokenOf(admin), limited: tokenOf(head), nobody: tokenOf(manager) },
  fetch: fetchFromHandlers,
  faults: false,
});

await declareCases(subject, [...leftOutOnMemory, "no probe of the store was given"]);
