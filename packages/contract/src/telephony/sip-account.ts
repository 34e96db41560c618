import * as z from "zod/mini";
import { type Id, idSchema, isoTimeSchema, type IsoTime, secretSchema } from "../primitives.ts";
import { isSipHost, isWebSocketUrl, SIP_LOGIN } from "./sip-text.ts";

export type SipTransport = "udp" | "tcp" | "tls" | "ws" | "wss";

/** Login of one extension at a SIP server. The password goes in and never comes out. */
export interface SipAccount {
  readonly id: Id;
  readonly userId: Id | null;
  readonly login: string;
  readonly domain: string;
  /** 1 to 65535; 5060 is usual. For `ws` and `wss` the URL has a port of its own. */
  readonly port: number;
  readonly transport: SipTransport;
  /** Where a browser reaches the server; null when the gateway bridges. */
  readonly webSocketUrl: string | null;
  /** When a check last registered it; null if never. */
  readonly checkedAt: IsoTime | null;
}

/** What is sent for a SIP account. */
export interface SipAccountInput {
  /** An existing account that nobody has, or the user's own; null makes a new one. */
  readonly id: Id | null;
  readonly login: string;
  /** Null keeps the stored one; only where login, domain, port and transport stay as they are. */
  readonly password: string | null;
  readonly domain: string;
  readonly port: number;
  readonly transport: SipTransport;
  readonly webSocketUrl: string | null;
}

const transportSchema = z.enum(["udp", "tcp", "tls", "ws", "wss"]);

export const sipAccountSchema: z.ZodMiniType<SipAccount> = z.object({
  id: idSchema,
  userId: z.nullable(idSchema),
  login: z.string(),
  domain: z.string(),
  port: z.number(),
  transport: transportSchema,
  webSocketUrl: z.nullable(z.string()),
  checkedAt: z.nullable(isoTimeSchema),
});

export const sipAccountInputSchema: z.ZodMiniType<SipAccountInput> = z.object({
  id: z.nullable(idSchema),
  login: z.string().check(z.minLength(1), z.maxLength(64), z.regex(SIP_LOGIN)),
  password: z.nullable(secretSchema),
  domain: z.string().check(z.minLength(1), z.refine(isSipHost, { params: { field: "invalid_host" } })),
  port: z.int().check(z.minimum(1), z.maximum(65535)),
  transport: transportSchema,
  webSocketUrl: z.nullable(
    z.string().check(z.maxLength(500), z.refine(isWebSocketUrl, { params: { field: "invalid_format" } })),
  ),
});
