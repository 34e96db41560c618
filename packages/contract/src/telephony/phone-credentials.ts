import * as z from "zod/mini";
import { idSchema, isoTimeSchema, type IsoTime } from "../primitives.ts";
import type { CallerId } from "./phone-number.ts";

/** What the credentials are for: `receive` registers only, `call` may also start calls. */
export type PhoneUse = "call" | "receive";

/** Whom the person may call. */
export type PlaceCalls = "none" | "contacts" | "anyone";

/** A STUN or TURN server, as RTCIceServer has it. */
export interface IceServer {
  readonly urls: readonly string[];
  readonly username?: string;
  readonly credential?: string;
}

/** A number that calls may show, with what the telephone system goes by. */
export interface ProvenCallerId extends CallerId {
  /**
   * `<unix expiry>:<base64(HMAC-SHA1(secret, "<unix expiry>:<user>:<number>"))>`, which the phone hands over with the call
   * as `X-Crew-Caller-Id`; with credentials to call only. Absent where the telephone system knows by itself who may show what.
   */
  readonly proof?: string | undefined;
}

/** Short-lived SIP credentials for the browser phone; the page keeps them in memory only. */
export interface PhoneCredentials {
  /** Address of record, such as `sip:1042@crewdock.test`. */
  readonly aor: string;
  readonly displayName: string;
  readonly webSocketUrl: string;
  /** `<unix expiry>:<user>:<use>`, as Kamailio's auth_ephemeral and the TURN REST API draft have it. */
  readonly username: string;
  /** base64(HMAC-SHA1(secret, username)). */
  readonly password: string;
  readonly expiresAt: IsoTime;
  readonly iceServers: readonly IceServer[];
  readonly placeCalls: PlaceCalls;
  /** The number that calls show unless another is chosen; absent or null where the telephone system decides. */
  readonly callerId?: ProvenCallerId | null | undefined;
  /**
   * The numbers that may be chosen for a call, by name; absent or empty without the right to choose, which is
   * `telephony.user.edit` of oneself. The phone names the chosen one in `P-Preferred-Identity` (RFC 3325, section 9.2).
   */
  readonly callerIds?: readonly ProvenCallerId[] | undefined;
}

const provenCallerIdSchema: z.ZodMiniType<ProvenCallerId> = z.object({
  id: idSchema,
  number: z.string(),
  name: z.string(),
  proof: z.optional(z.string()),
});

export const phoneCredentialsSchema: z.ZodMiniType<PhoneCredentials> = z.object({
  aor: z.string(),
  displayName: z.string(),
  webSocketUrl: z.string(),
  username: z.string(),
  password: z.string(),
  expiresAt: isoTimeSchema,
  iceServers: z.array(
    z.object({
      urls: z.array(z.string()),
      username: z.exactOptional(z.string()),
      credential: z.exactOptional(z.string()),
    }),
  ),
  placeCalls: z.enum(["none", "contacts", "anyone"]),
  callerId: z.optional(z.nullable(provenCallerIdSchema)),
  callerIds: z.optional(z.array(provenCallerIdSchema)),
});
