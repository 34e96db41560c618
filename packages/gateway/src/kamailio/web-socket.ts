import type { KamailioOptions } from "./options.ts";

/** The WebSocket handshake: only pages of an allowed origin get through (RFC 6455 10.2, RFC 7118). */
export function renderWebSocket({ allowOrigins }: KamailioOptions): string {
  const foreign = allowOrigins.map((origin) => `$hdr(Origin) != "${origin}"`).join(" && ");
  return `event_route[xhttp:request] {
    set_reply_close();
    set_reply_no_connect();
    if ($hdr(Upgrade) =~ "websocket" && $hdr(Connection) =~ "Upgrade" && $rm =~ "GET") {
        if (${foreign}) {
            xhttp_reply("403", "Forbidden", "text/plain", "origin\\n");
            exit;
        }
        if (ws_handle_handshake()) { exit; }
    }
    xhttp_reply("404", "Not Found", "text/plain", "not found\\n");
}
`;
}
