const KEY = "crew-phone-instance";
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * The instance id of this browser (RFC 5626): the same after a reload, so that a new registration replaces the old one
 * instead of adding a contact that nobody answers. It is no secret and says nothing about the user.
 * Where storage is missing or blocked the id lives as long as the page.
 */
export function stableInstanceId(storage: Pick<Storage, "getItem" | "setItem"> | undefined): string {
  const fresh = crypto.randomUUID();
  try {
    const known = storage?.getItem(KEY);
    if (typeof known === "string" && UUID.test(known)) return known;
    storage?.setItem(KEY, fresh);
  } catch {
    // Storage blocked by the browser's settings: a fresh id only costs a stale contact until it expires.
  }
  return fresh;
}
