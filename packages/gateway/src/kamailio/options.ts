/** What the Kamailio configuration is made from. */
export interface KamailioOptions {
  /** folder for run-time files; an absolute path */
  readonly dir: string;
  /** UDP, TCP and WebSocket on 127.0.0.1, all on this port */
  readonly port: number;
  /** SIP domain and digest realm */
  readonly domain: string;
  /** shared secret of short-lived credentials (`auth_ephemeral`) */
  readonly ephemeralSecret: string;
  /** accounts that log in with a password of their own: desk phones, and the check of a SIP account */
  readonly subscribers: readonly KamailioSubscriber[];
  /** origins whose pages may open a WebSocket, as browsers write them: `https://crm.example` */
  readonly allowOrigins: readonly string[];
}

export interface KamailioSubscriber {
  readonly user: string;
  readonly password: string;
}

/** A value that cannot be written into the configuration, or a program that did not start. */
export class GatewayError extends Error {
  override readonly name = "GatewayError";
  readonly code: GatewayErrorCode;

  constructor(code: GatewayErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
  }
}

export type GatewayErrorCode = "invalid_option" | "not_installed" | "did_not_start" | "cancelled";

const HOST = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const ORIGIN = /^https?:\/\/[a-z0-9.-]+(?::\d{1,5})?$|^https?:\/\/\[[0-9a-f:]+\](?::\d{1,5})?$/;
const USER = /^[A-Za-z0-9._+-]{1,64}$/;
/** Printable, without what ends or escapes a quoted string of the configuration. */
const SECRET = /^[\x20-\x21\x23-\x5b\x5d-\x7e]{1,255}$/;
const PATH = /^\/[A-Za-z0-9._/+-]+$/;

/**
 * Refuses values that would be read as configuration. The messages name the option and never its value.
 *
 * @throws GatewayError `invalid_option`
 */
export function assertOptions(options: KamailioOptions): void {
  const demand = (holds: boolean, name: string): void => {
    if (!holds)
      throw new GatewayError("invalid_option", `The option ${name} cannot be written into a Kamailio configuration.`);
  };
  demand(HOST.test(options.domain), "domain");
  demand(Number.isInteger(options.port) && options.port > 0 && options.port < 65_536, "port");
  demand(SECRET.test(options.ephemeralSecret), "ephemeralSecret");
  demand(PATH.test(options.dir), "dir");
  demand(
    options.allowOrigins.length > 0 && options.allowOrigins.every((origin) => ORIGIN.test(origin)),
    "allowOrigins",
  );
  demand(
    options.subscribers.every(({ user }) => USER.test(user)),
    "subscribers",
  );
}
