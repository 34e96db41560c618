import { mintEphemeral, type EphemeralUse } from "../../../telephony/ephemeral-credentials.ts";
import { digestHa1 } from "../../../telephony/sip/index.ts";
import { createDevRegistrar, type DevRegistrar, type DevRegistrarEvent, type DevRegistrarOptions } from "../index.ts";
import { RawClient, type Credentials } from "./raw-client.ts";
import { SipJsPhone } from "./sip-js-phone.ts";

export const DOMAIN = "crewdock.test";
export const SECRET = "a shared secret of the tests";
const ACCOUNTS = ["alice", "bob", "carol", "dave"];

/** A registrar on a free port with four accounts (password `pw-<user>`), and what hangs on it. */
export class RegistrarFixture {
  readonly registrar: DevRegistrar;
  readonly webSocketUrl: string;
  readonly events: DevRegistrarEvent[];
  /** moves the registrar's clock, milliseconds */
  clock: { skew: number };
  readonly #phones: { stop: () => Promise<void> }[] = [];

  private constructor(
    registrar: DevRegistrar,
    webSocketUrl: string,
    events: DevRegistrarEvent[],
    clock: { skew: number },
  ) {
    this.registrar = registrar;
    this.webSocketUrl = webSocketUrl;
    this.events = events;
    this.clock = clock;
  }

  static async start(options: Partial<DevRegistrarOptions> = {}): Promise<RegistrarFixture> {
    const events: DevRegistrarEvent[] = [];
    const clock = { skew: 0 };
    const registrar = createDevRegistrar({
      domain: DOMAIN,
      ephemeralSecret: SECRET,
      ha1: (user) =>
        Promise.resolve(ACCOUNTS.includes(user) ? digestHa1("MD5", user, DOMAIN, `pw-${user}`) : undefined),
      mayPlaceCall: () => Promise.resolve(true),
      allowOrigin: (origin) => origin === "http://127.0.0.1:3000",
      log: (event) => events.push(event),
      now: () => Date.now() + clock.skew,
      ...options,
    });
    const { webSocketUrl } = await registrar.listen({ port: 0 });
    return new RegistrarFixture(registrar, webSocketUrl, events, clock);
  }

  async raw(): Promise<RawClient> {
    const client = await RawClient.connect(this.webSocketUrl);
    this.#phones.push({ stop: () => Promise.resolve(client.socket.terminate()) });
    return client;
  }

  /** A raw client with one registered contact. */
  async rawRegistered(user: string): Promise<RawClient> {
    const client = await this.raw();
    const { response } = await client.authenticated(registerRequest(client, user), account(user));
    if (response.status !== 200) throw new Error(`not registered: ${response.status}`);
    return client;
  }

  /** A registered sip.js phone with short-lived credentials. */
  async phone(user: string, use: EphemeralUse = "call"): Promise<SipJsPhone> {
    const phone = await this.unregistered(user, ephemeral(user, use));
    const status = await phone.register();
    if (status !== 200) throw new Error(`not registered: ${status}`);
    return phone;
  }

  async unregistered(user: string, credentials: Credentials): Promise<SipJsPhone> {
    const phone = await SipJsPhone.start({ webSocketUrl: this.webSocketUrl, domain: DOMAIN, user, credentials });
    this.#phones.push(phone);
    return phone;
  }

  async stop(): Promise<void> {
    await Promise.all(this.#phones.map((phone) => phone.stop()));
    await this.registrar.close();
  }
}

export function account(user: string): Credentials {
  return { username: user, password: `pw-${user}` };
}

export function ephemeral(user: string, use: EphemeralUse, ttlSeconds = 300, secret: string = SECRET): Credentials {
  return mintEphemeral({ user, use, secret, ttlSeconds, now: Date.now() });
}

export function aor(user: string): string {
  return `sip:${user}@${DOMAIN}`;
}

/** A REGISTER with one contact of the client's. */
export function registerRequest(
  client: RawClient,
  user: string,
  contact = `<sip:${user}@${client.host};transport=ws>;expires=60`,
): ReturnType<RawClient["request"]> {
  return client.request("REGISTER", `sip:${DOMAIN}`, aor(user), aor(user), [{ name: "Contact", value: contact }]);
}
