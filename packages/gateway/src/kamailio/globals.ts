import type { KamailioOptions } from "./options.ts";

/** Listening sockets, process counts and what has to hold for SIP over WebSocket. */
export function renderGlobals({ port, domain }: KamailioOptions): string {
  return `#!KAMAILIO
debug=1
log_stderror=yes
fork=yes
children=1
tcp_children=2
async_workers=1
auto_aliases=no
dns=no
rev_dns=no
use_dns_cache=off
# messages over WebSocket carry no Content-Length, and their handshake is refused without this
tcp_accept_no_cl=yes
tcp_connection_lifetime=3605
tcp_max_connections=1024
server_header="Server: Crewdock"
user_agent_header="User-Agent: Crewdock"
listen=udp:127.0.0.1:${port}
listen=tcp:127.0.0.1:${port}
alias="${domain}"
`;
}
