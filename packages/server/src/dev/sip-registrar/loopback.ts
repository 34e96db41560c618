/** Why the development registrar will not work here. */
export class DevRegistrarError extends Error {
  override readonly name = "DevRegistrarError";
  readonly code: "production_refused" | "not_loopback";

  constructor(code: "production_refused" | "not_loopback", message: string) {
    super(message);
    this.code = code;
  }
}

/** @throws DevRegistrarError `production_refused` */
export function assertDevelopment(): void {
  if (process.env["NODE_ENV"] === "production") {
    throw new DevRegistrarError(
      "production_refused",
      "The development SIP registrar does not run in production; use Kamailio.",
    );
  }
}

/** @throws DevRegistrarError `not_loopback` */
export function assertLoopback(address: string): void {
  if (!isLoopback(address)) {
    throw new DevRegistrarError("not_loopback", "The development SIP registrar listens on a loopback address only.");
  }
}

/** Whether it is an IPv4 or IPv6 address of this machine's own loopback (RFC 1122 3.2.1.3, RFC 4291 2.5.3), or `localhost`. */
export function isLoopback(address: string): boolean {
  return address === "localhost" || address === "::1" || /^(?:::ffff:)?127(?:\.\d{1,3}){3}$/i.test(address);
}
