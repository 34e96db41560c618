import type { EngineTimings } from "./sip-engine.ts";

/** A dead connection shows within 5 s in a call and 15 s otherwise: one ping interval and one deadline. */
export const DEFAULT_TIMINGS: EngineTimings = {
  connectDeadline: 8_000,
  registerDeadline: 8_000,
  pingEveryIdle: 10_000,
  pingEveryInCall: 2_500,
  pongDeadlineIdle: 4_000,
  pongDeadlineInCall: 2_000,
  backoffFirst: 500,
  backoffMax: 30_000,
  registerExpiresSeconds: 600,
  registerRefreshShare: 0.6,
  credentialsRefreshShare: 0.75,
  gatherDeadline: 500,
  gatherSettle: 20,
  ringingGrace: 6_000,
  callLostAfter: 30_000,
  iceDisconnectedGrace: 1_500,
  yieldToCaller: 1_000,
  // RFC 3261 section 14.1: the side that owns the Call-ID waits longer, so that the two do not meet again.
  retryAfterGlare: (ownsCallId) => (ownsCallId ? 2_100 + Math.random() * 1_900 : Math.random() * 2_000),
};
