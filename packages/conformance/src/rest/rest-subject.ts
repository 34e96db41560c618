import { createRestAdapter, type RestAdapterOptions } from "@crewdock/adapters/rest";
import type { Adapter } from "@crewdock/contract";
import { startFaultProxy } from "../faults/fault-proxy.ts";
import type { ConformanceSubject, FaultyAdapters } from "../kit/bench.ts";
import type { Actor, Person } from "../kit/conformance-case.ts";
import type { StoreProbe } from "../kit/store-probe.ts";

type FetchToken = RestAdapterOptions["fetchToken"];

export interface RestSubjectOptions {
  /** Where the API is, with its version: `https://crm.example/crewdock/v1`. */
  readonly baseUrl: string;
  /** How each actor gets a token; only the administrator's is a must. */
  readonly tokens: {
    readonly admin: FetchToken;
    readonly limited?: FetchToken | undefined;
    readonly nobody?: FetchToken | undefined;
  };
  /** Whether cases about faults run, through a proxy on 127.0.0.1. @default true */
  readonly faults?: boolean | undefined;
  readonly probe?: StoreProbe | undefined;
  /** Stands in for the global `fetch`; not for the cases about faults. */
  readonly fetch?: typeof globalThis.fetch | undefined;
}

/** A backend that speaks the contract's HTTP API, reached by the REST adapter. Needs Node for the cases about faults. */
export function restSubject({ baseUrl, tokens, faults = true, probe, fetch }: RestSubjectOptions): ConformanceSubject {
  const fetchToken = (actor: Actor): FetchToken | undefined =>
    actor === "stranger"
      ? () => Promise.resolve({ token: "nobody.knows.this", expiresAt: new Date(Date.now() + 300_000).toISOString() })
      : tokens[actor];
  const adapterFor = (actor: Actor): Adapter | undefined => {
    const own = fetchToken(actor);
    return own && createRestAdapter({ baseUrl, fetchToken: own, backoff: 20, ...(fetch ? { fetch } : {}) });
  };
  return {
    adapterFor,
    probe,
    ...(faults ? { faultyAdapters: () => openFaultyAdapters(baseUrl, fetchToken) } : {}),
  };
}

async function openFaultyAdapters(
  baseUrl: string,
  fetchToken: (actor: Person) => FetchToken | undefined,
): Promise<FaultyAdapters> {
  const { origin, pathname } = new URL(baseUrl);
  const { origin: proxied, ...proxy } = await startFaultProxy(origin);
  return {
    ...proxy,
    adapterFor: (actor) =>
      createRestAdapter({
        baseUrl: `${proxied}${pathname}`,
        fetchToken: fetchToken(actor) ?? (() => Promise.reject(new TypeError(`no token for ${actor}`))),
        backoff: 20,
        timeout: 5000,
      }),
  };
}
