/** How many digits at the end tell one number from another when one of them lacks the country code. */
const TAIL = 10;

/** A telephone number as it is compared. */
export interface NumberKey {
  /** Digits only; `00` in front is taken as `+`. */
  readonly digits: string;
  readonly lastTen: string;
}

/** Takes a number apart; undefined when it has no digits. Spaces, brackets, dashes and a `sip:` address around it do not matter. */
export function numberKey(number: string): NumberKey | undefined {
  const user = userPart(number);
  const digits = user.replace(/\D/g, "").replace(/^00/, "");
  return digits === "" ? undefined : { digits, lastTen: digits.slice(-TAIL) };
}

/** Whether the tail alone is enough to go by. */
export function hasWholeTail({ digits }: NumberKey): boolean {
  return digits.length >= TAIL;
}

/** The user part of a SIP or tel URI, or the text itself. */
export function userPart(number: string): string {
  const text = number.trim().replace(/^(?:sips?|tel):/i, "");
  return text.split(/[@;?]/, 1)[0] ?? "";
}

/** The host of a SIP address in lower case, without its port; undefined for a number without one. */
export function hostPart(number: string): string | undefined {
  const [, host] = /@(\[[^\]]*\]|[^:;?>\s]*)/.exec(number) ?? [];
  return host?.toLowerCase();
}
