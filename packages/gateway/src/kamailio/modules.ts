import type { KamailioOptions } from "./options.ts";

const MODULES = [
  "kex",
  "corex",
  "tm",
  "tmx",
  "sl",
  "rr",
  "pv",
  "maxfwd",
  "textops",
  "siputils",
  "xlog",
  "sanity",
  "usrloc",
  "registrar",
  "auth",
  "auth_ephemeral",
  "db_text",
  "auth_db",
  "nathelper",
  "xhttp",
  "websocket",
];

/** Modules and their parameters. */
export function renderModules({ dir, ephemeralSecret }: KamailioOptions): string {
  return `${MODULES.map((name) => `loadmodule "${name}.so"`).join("\n")}

modparam("usrloc", "db_mode", 0)
# a binding goes the moment that its WebSocket closes
modparam("usrloc", "handle_lost_tcp", 1)
modparam("registrar", "max_contacts", 10)
modparam("registrar", "min_expires", 30)
modparam("registrar", "max_expires", 600)
modparam("registrar", "default_expires", 600)
modparam("registrar", "received_avp", "$avp(received)")
modparam("nathelper", "received_avp", "$avp(received)")
modparam("auth", "nonce_expire", 300)
modparam("auth", "nonce_count", 1)
modparam("auth", "qop", "auth")
modparam("auth_ephemeral", "secret", "${ephemeralSecret}")
# the table holds MD5(user:domain:password) and no password
modparam("auth_db", "db_url", "text://${dir}/dbtext")
modparam("auth_db", "calculate_ha1", 0)
modparam("auth_db", "password_column", "ha1")
modparam("auth_db", "load_credentials", "")
modparam("auth_db", "version_table", 0)
modparam("websocket", "keepalive_mechanism", 1)
modparam("websocket", "keepalive_timeout", 20)
modparam("tm", "fr_timer", 5000)
modparam("tm", "fr_inv_timer", 180000)
modparam("tm", "failure_reply_mode", 3)
modparam("rr", "enable_full_lr", 1)
`;
}
