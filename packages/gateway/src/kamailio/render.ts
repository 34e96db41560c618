import { createHash } from "node:crypto";
import { renderGlobals } from "./globals.ts";
import { renderModules } from "./modules.ts";
import { assertOptions, type KamailioOptions, type KamailioSubscriber } from "./options.ts";
import { renderRouting } from "./routing.ts";
import { renderWebSocket } from "./web-socket.ts";

/**
 * Writes the configuration of a Kamailio 5.6 or later that registers browser phones and connects their calls. Keys are
 * file names relative to `options.dir`. The files hold the shared secret: keep them readable by their owner alone.
 *
 * @throws GatewayError `invalid_option` for a value that would be read as configuration
 */
export function renderKamailioConfig(options: KamailioOptions): Record<string, string> {
  assertOptions(options);
  return {
    "kamailio.cfg": [
      renderGlobals(options),
      renderModules(options),
      renderRouting(options),
      renderWebSocket(options),
    ].join("\n"),
    "dbtext/subscriber": renderSubscribers(options),
    "dbtext/version": "table_name(string) table_version(int)\nsubscriber:7\n",
  };
}

function renderSubscribers({ domain, subscribers }: KamailioOptions): string {
  const ha1 = ({ user, password }: KamailioSubscriber): string =>
    createHash("md5").update(`${user}:${domain}:${password}`).digest("hex");
  const rows = subscribers.map((subscriber) => `${subscriber.user}:${domain}:${ha1(subscriber)}\n`);
  return `username(string) domain(string) ha1(string)\n${rows.join("")}`;
}
