import { SipCheckError } from "./sip-check-error.ts";

const MAX_BYTES = 65_536;
const FIRST_LINE = /^(?:SIP\/2\.0 [1-6]\d\d\b|[A-Z]+ \S+ SIP\/2\.0$)/;

/**
 * Cuts a TCP or TLS stream into SIP messages by their Content-Length (RFC 3261 18.3).
 *
 * @throws SipCheckError `wrong_protocol` from the returned function as soon as the stream cannot be SIP: a mail server's
 * greeting, an HTTP answer, a TLS alert
 */
export function createStreamFraming(deliver: (text: string) => void): (chunk: Buffer) => void {
  let pending: Buffer = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    for (;;) {
      let start = 0;
      // blank lines between messages are keep-alives (RFC 3261 7.5, RFC 5626 3.5.1)
      while (pending[start] === 13 || pending[start] === 10) start += 1;
      pending = pending.subarray(start);
      if (pending.length === 0) return;
      const lineEnd = pending.indexOf("\n");
      const line = pending
        .subarray(0, lineEnd < 0 ? 200 : lineEnd)
        .toString("latin1")
        .trimEnd();
      const wrong = lineEnd < 0 ? !/^[A-Z][\x20-\x7e]*$/.test(line) || line.length >= 200 : !FIRST_LINE.test(line);
      if (wrong) throw new SipCheckError("wrong_protocol");
      const head = pending.indexOf("\r\n\r\n");
      if (head < 0 && pending.length <= MAX_BYTES) return;
      const length = /\r\n(?:content-length|l)[ \t]*:[ \t]*(\d{1,6})[ \t]*\r\n/i.exec(
        pending.subarray(0, head + 4).toString("latin1"),
      )?.[1];
      const end = head + 4 + Number(length ?? 0);
      if (head < 0 || end > MAX_BYTES) throw new SipCheckError("wrong_protocol");
      if (pending.length < end) return;
      deliver(pending.subarray(0, end).toString());
      pending = pending.subarray(end);
    }
  };
}
