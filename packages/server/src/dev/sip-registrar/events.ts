import type { RefusalReason } from "./authenticator.ts";

/** What the development registrar tells its log. No event holds a credential, a header or a body. */
export type DevRegistrarEvent =
  | { readonly kind: "opened" | "closed"; readonly connection: number }
  | { readonly kind: "handshake_refused"; readonly reason: "origin" | "subprotocol" | "not_loopback" }
  | { readonly kind: "malformed"; readonly connection: number }
  | { readonly kind: "overloaded"; readonly connection: number }
  | { readonly kind: "challenged"; readonly method: string; readonly reason: RefusalReason }
  | { readonly kind: "registered"; readonly user: string; readonly contacts: number }
  | { readonly kind: "forwarded"; readonly method: string; readonly from: string; readonly targets: number }
  | { readonly kind: "refused"; readonly method: string; readonly from: string; readonly status: number }
  | { readonly kind: "failed"; readonly cause: unknown };

export type DevRegistrarLog = (event: DevRegistrarEvent) => void;
