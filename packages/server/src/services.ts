import {
  type Catalogue,
  checkRules,
  CrewError,
  defaultCatalogue,
  defaultPolicy,
  type Policy,
} from "@crewdock/contract";
import { createTokens, type Tokens } from "./auth/tokens.ts";
import { OpenStreams } from "./limits/open-streams.ts";
import { createRequestGuard, defaultRequestLimits, type RequestGuard } from "./limits/request-limiter.ts";
import { EventFeed } from "./events/feed.ts";
import { describeError, type Log } from "./log.ts";
import { type ClientAddress, clientAddressBehind } from "./net/client-address.ts";
import type { CrewServerOptions } from "./options.ts";
import { createOAuthClient, type OAuthClient } from "./mail/oauth/oauth-client.ts";
import { RightsCache } from "./rights/rights-cache.ts";
import { createFingerprinter, type Fingerprinter } from "./secrets/fingerprint.ts";
import { createSealer, type Sealer } from "./secrets/seal.ts";
import { CountCache } from "./store/count-cache.ts";
import type { Db } from "./store/db.ts";
import { UseRecorder } from "./usage/use-recorder.ts";

type WithDefaults = CrewServerOptions &
  Required<Pick<CrewServerOptions, "basePath" | "origins" | "strictTransport" | "loginLogDays">>;

/** What handlers work with: one for each server. */
export interface Services {
  readonly options: WithDefaults;
  readonly db: Db;
  readonly tenant: string;
  readonly policy: Policy;
  readonly catalogue: Catalogue;
  readonly hostKeys: readonly string[];
  readonly tokens: Tokens;
  readonly sealer: Sealer;
  /** Tells one request from another under the same idempotency key. */
  readonly requestHashes: Fingerprinter;
  /** Remembers which credentials passed a check. */
  readonly proofHashes: Fingerprinter;
  /** For signing in with mail providers; undefined where the operator has registered with none. */
  readonly mailOAuth: OAuthClient | undefined;
  readonly requestGuard: RequestGuard;
  readonly openStreams: OpenStreams;
  readonly clientAddress: ClientAddress;
  readonly rights: RightsCache;
  readonly feed: EventFeed;
  /** How many users lists have. */
  readonly userCounts: CountCache;
  /** Notes who uses which rights; undefined where that is not to be recorded. */
  readonly uses: UseRecorder | undefined;
  readonly now: () => Date;
  readonly log: Log;
  /** Whether requests had better go to another instance; a method, so that copies of the services tell it too. */
  isDraining(): boolean;
  /** Aborted when live streams should end. */
  readonly streamsEnd: AbortSignal;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
  /** Work that goes on after the answer; closing waits for it. */
  background(event: string, work: () => Promise<void>): void;
  drain(): void;
  endStreams(): void;
  close(): Promise<void>;
}

/** Other instances' events are looked for this often, in milliseconds: within a second everybody knows, bus or not. */
const POLL_MS = 400;

/** While people write all the time, what they wrote is told this often at most, in milliseconds. */
const REST_MS = 20;

/** A year and some weeks: last year's can still be compared. */
const LOGIN_LOG_DAYS = 400;

/** @throws RangeError for keys that are too short or missing, and for rules under which nobody could administer */
export async function createServices(options: CrewServerOptions): Promise<Services> {
  const { policy = defaultPolicy, catalogue = defaultCatalogue } = options;
  const rules = { catalogue, departmentScope: policy.departmentScope };
  checkRules(rules);
  const { tenant = "main" } = options;
  const hostKeys = [options.hostKey].flat();
  if (hostKeys.length === 0 || hostKeys.some((key) => key.length < 32))
    throw new RangeError("hostKey has fewer than 32 characters");
  const basePath = options.basePath ?? "/crewdock";
  if (!/^(?:\/[\w.~-]+)+$/.test(basePath)) throw new RangeError("basePath has to start with / and not end with it");
  const log = options.log ?? (() => {});
  const limits = { ...defaultRequestLimits, ...options.limits };
  let draining = false;
  const streamsEnd = new AbortController();
  const closing = new AbortController();
  const endStreams = (): void => streamsEnd.abort(new CrewError("unavailable", { detail: "the server is stopping" }));
  const tasks = new Set<Promise<void>>();
  const bus = options.bus ?? options.db.bus;
  const feed = await EventFeed.start(options.db, {
    ...(bus ? { bus } : {}),
    pollMs: options.db.kind === "postgres" ? POLL_MS : 0,
    restMs: REST_MS,
    onError: (error) => log({ level: "error", event: "events.failed", ...describeError(error) }),
  });
  const background: Services["background"] = (event, work) => {
    const task = work()
      .catch((error: unknown) => log({ level: "error", event, ...describeError(error) }))
      .finally(() => tasks.delete(task));
    tasks.add(task);
  };
  const uses = options.recordUses === false ? undefined : new UseRecorder(options.db, tenant);
  const storeUses = (): void => {
    if (uses) background("uses.not_stored", () => uses.flush());
  };
  return {
    options: {
      ...options,
      basePath,
      origins: options.origins ?? [],
      strictTransport: options.strictTransport ?? false,
      loginLogDays: options.loginLogDays === undefined ? LOGIN_LOG_DAYS : options.loginLogDays,
    },
    db: options.db,
    tenant,
    policy,
    catalogue,
    hostKeys,
    tokens: createTokens(options.tokenKeys),
    sealer: createSealer(options.sealKeys),
    requestHashes: createFingerprinter(options.sealKeys, "idempotency"),
    proofHashes: createFingerprinter(options.sealKeys, "proofs"),
    mailOAuth: options.mail?.oauth && createOAuthClient(options.mail.oauth, options.now ?? (() => new Date())),
    requestGuard: createRequestGuard(limits),
    openStreams: new OpenStreams(limits.streamsPerUser),
    clientAddress: clientAddressBehind(options.trustedProxies ?? []),
    rights: new RightsCache(rules),
    feed,
    userCounts: new CountCache(() => feed.edition),
    uses,
    now: options.now ?? (() => new Date()),
    log,
    isDraining: () => draining,
    streamsEnd: streamsEnd.signal,
    closing: closing.signal,
    background,
    drain() {
      draining = true;
      storeUses();
    },
    endStreams,
    async close() {
      endStreams();
      closing.abort(new CrewError("unavailable", { detail: "the server is closing" }));
      storeUses();
      await Promise.all(tasks);
      await feed.close();
    },
  };
}
