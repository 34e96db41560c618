import type { SipRequest, SipResponse } from "../../../telephony/sip/index.ts";
import { replyTo } from "../replies.ts";
import { answerTo, type RawClient } from "./raw-client.ts";
import { account, aor } from "./registrar-fixture.ts";

/** An INVITE of a raw caller with its contact. */
function invite(client: RawClient, from: string, to: string): SipRequest {
  const contact = { name: "Contact", value: `<sip:${from}@${client.host};transport=ws>` };
  return client.request("INVITE", aor(to), aor(from), aor(to), [contact], "v=0\r\n");
}

/** Sends an INVITE with credentials and stops at the 407's answer; what was sent last. */
export async function call(client: RawClient, from: string, to: string): Promise<SipRequest> {
  const request = invite(client, from, to);
  client.send(request);
  const challenge = await client.takeResponse("INVITE", 407);
  const sent = client.next(request, [answerTo(challenge, request, account(from))]);
  client.send(sent);
  return sent;
}

/** Sends an answer of that status. */
export function answer(client: RawClient, request: SipRequest, status: number): SipResponse {
  const response = replyTo(request, status, [{ name: "Contact", value: `<${request.uri}>` }]);
  client.send(response);
  return response;
}
