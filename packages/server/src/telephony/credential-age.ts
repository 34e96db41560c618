import type { SipOptions } from "../options.ts";

const DEFAULT_TTL_SECONDS = 600;

/** How long short-lived credentials are good for. */
export function credentialTtl({ credentialTtlSeconds }: Pick<SipOptions, "credentialTtlSeconds">): number {
  return credentialTtlSeconds ?? DEFAULT_TTL_SECONDS;
}

/**
 * The time that credentials are minted for, in milliseconds: at the earliest the whole second after the account came to
 * its owner, as their user name tells time by the second and the former owner may have asked within the same one.
 */
export function mintTime(now: Date, assignedAt: Date | null): number {
  return assignedAt === null ? now.getTime() : Math.max(now.getTime(), (secondOf(assignedAt) + 1) * 1000);
}

/** Whether credentials with this expiry were minted before the account came to whom it belongs now. */
export function isFromBefore(
  { expiresAt }: { readonly expiresAt: number },
  sip: Pick<SipOptions, "credentialTtlSeconds">,
  assignedAt: Date | null,
): boolean {
  return assignedAt !== null && expiresAt / 1000 - credentialTtl(sip) < secondOf(assignedAt) + 1;
}

function secondOf(time: Date): number {
  return Math.floor(time.getTime() / 1000);
}
