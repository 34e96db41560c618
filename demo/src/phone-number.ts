/** How the digits after a country code are grouped, by the length that they must have; `-` and space as they are read there. */
const groupings: readonly { readonly code: string; readonly pattern: RegExp; readonly written: string }[] = [
  { code: "7", pattern: /^(\d{3})(\d{3})(\d\d)(\d\d)$/, written: "$1 $2-$3-$4" },
  { code: "48", pattern: /^(\d\d)(\d{3})(\d\d)(\d\d)$/, written: "$1 $2 $3 $4" },
  { code: "55", pattern: /^(\d\d)(\d{4,5})(\d{4})$/, written: "$1 $2-$3" },
  { code: "44", pattern: /^(20)(\d{4})(\d{4})$/, written: "$1 $2 $3" },
  { code: "44", pattern: /^(\d{4})(\d{6})$/, written: "$1 $2" },
];

/**
 * A number as people read it: `+74950000100` becomes `+7 495 000-01-00`. The countries of the sample company are known;
 * every other number, and an extension, stays as it is. A link keeps the plain number (RFC 3966).
 */
export function readableNumber(number: string): string {
  for (const { code, pattern, written } of groupings) {
    const prefix = `+${code}`;
    if (!number.startsWith(prefix)) continue;
    const rest = number.slice(prefix.length);
    if (pattern.test(rest)) return `${prefix} ${rest.replace(pattern, written)}`;
  }
  return number;
}
