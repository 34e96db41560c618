/** Host names are the same in any case (RFC 4343). */
export function normalDomain(domain: string): string {
  return domain.toLowerCase();
}
