import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Grammar as StackGrammar } from "sip.js/lib/grammar/grammar.js";
import { NameAddrHeader } from "sip.js/lib/grammar/name-addr-header.js";
import { Grammar } from "./grammar.ts";

/** What both grammars say of a text, without what the stack's leaves lying about and nobody reads. */
function comparable(read: unknown): unknown {
  const plain: unknown = JSON.parse(
    JSON.stringify(read, (key, value: unknown) =>
      ["sip_version", "host_type", "uri_headers", "position", "offset", "params"].includes(key) || value === ""
        ? undefined
        : value,
    ),
  );
  return read instanceof NameAddrHeader ? { address: plain } : plain;
}

describe("what the stack's own grammar reads alike", () => {
  const texts: Readonly<Record<string, readonly string[]>> = {
    Request_Response: [
      "INVITE sip:1001@pbx.example SIP/2.0",
      "INVITE sip:a%20b@h:5060;transport=WS;lr;x=1?a=b&a=c SIP/2.0",
      "NEWMETHOD sip:host SIP/2.0",
      "SIP/2.0 200 OK",
      "SIP/2.0 183 Идёт вызов",
      "SIP/2.0 486 ",
      "INVITE sip:a@b",
      "no SIP at all",
    ],
    From: [
      '"A \\"B\\" C" <sip:a@b;user=PHONE>;tag=1',
      "A B <sip:a@b>;tag=x",
      "sip:a@b;tag=5",
      '"Müller" <sip:a@b> ; tag = 1 ;x;y="z; w"',
      '"" <sip:1@2.3.4.5:5060>;tag=a',
      "<sip:[2001:db8::1]:5060>",
      "<sip:+49(30)123@h;a=b>;tag=7",
      "<sip:a@b>;tag=1, <sip:c@d>",
      '"open <sip:a@b>;tag=1',
      "<sip:a@b;tag=1",
      "<tel:+123>;tag=5",
      "<sip:%zz@h>;tag=1",
      "",
    ],
    Contact: [
      '<sip:a@b;ob>;expires=60;q=0.7;+sip.instance="<urn:uuid:x>";pub-gruu="sip:a@b;gr=1", sip:c@d;expires=5,"X, Y" <sip:e@f>',
      "<sip:a@b>;expires=abc",
      "<sip:a@b>, <tel:+1>",
      "<sip:a@b> <sip:c@d>",
      "*",
    ],
    Record_Route: ["<sip:p1;lr>, <sip:p2:5080;transport=tcp;lr>;x=y", "<sip:p1;lr"],
    Via: [
      "SIP/2.0/WSS abc.invalid;branch=z9hG4bKx;rport=5;received=1.2.3.4",
      "SIP / 2.0 / UDP h.example:5 ; branch=a",
      "SIP/2.0/WSS abc.invalid;received=2001:db8::1;rport=443;branch=z9hG4bKx",
      "SIP/2.0/TLS [2001:db8::2]:5061;branch=z9hG4bKx;alias;i=1",
      "SIP/2.0/UDP",
    ],
    Call_ID: ["a@b", "{x}", "a b"],
    CSeq: ["1 INVITE", "4711  BYE", "a INVITE", "1"],
    Content_Length: ["0", "12", "x", "-1"],
    Max_Forwards: ["70", ""],
    Content_Type: ["application/sdp", "application/sdp;charset=UTF-8", "text/plain ; a=b", "x"],
    Content_Disposition: ["session", "Render;handling=optional"],
    WWW_Authenticate: [
      'Digest realm="a \\"b\\"", nonce="n", algorithm=MD5, qop="auth,auth-int", opaque="", stale=true',
      'digest  realm = "a=b, c" ,nonce="n=", stale=false',
      'Basic realm="x"',
    ],
    Name_Addr_Header: ['"A" <sip:a@b>', "<sip:a@b>, <sip:c@d>", "<tel:+1>"],
    SIP_URI: [
      "sip:a@b",
      "sips:a@b:5061;x=y;lr?h=v&H=w",
      "sip:b",
      "tel:+1",
      "a@b",
      "sip:a:pw@h",
      "sip:a@b c",
      "sip:a;x=1@h",
    ],
    Refer_To: ["<sip:a@b?Replaces=x%3Bto>", "sip:a@b"],
    P_Unknown: ["x"],
  };
  for (const [rule, each] of Object.entries(texts)) {
    for (const text of each) {
      test(`${rule}: ${text}`, () => {
        assert.deepEqual(comparable(Grammar.parse(text, rule)), comparable(StackGrammar.parse(text, rule)));
      });
    }
  }
});

test("the part of a list that holds an address is told, without the space around it", () => {
  const text = "<sip:p1;lr> ,  <sip:p2;lr>;x";
  const read = Grammar.parse(text, "Record_Route") as readonly { readonly position: number; readonly offset: number }[];
  assert.deepEqual(
    read.map(({ position, offset }) => text.slice(position, offset)),
    ["<sip:p1;lr>", "<sip:p2;lr>;x"],
  );
});

test("a name in any alphabet is read without quotes", () => {
  const read = Grammar.parse("Анна Мюллер <sip:1002@pbx.example>;tag=1", "From") as NameAddrHeader;
  assert.deepEqual([read.displayName, read.uri.user, read.getParam("tag")], ["Анна Мюллер", "1002", "1"]);
});

test("an asserted identity may stand without brackets", () => {
  assert.equal(Grammar.nameAddrHeaderParse("sip:1002@pbx.example")?.uri.user, "1002");
});

test("of several hops in one header the topmost is read", () => {
  const read = Grammar.parse("SIP/2.0/WS top;branch=1, SIP/2.0/UDP below;branch=2", "Via");
  assert.partialDeepStrictEqual(read, { host: "top", branch: "1" });
});

test("the address of a route stays the one that was given, whatever its parameters name", () => {
  assert.equal(Grammar.URIParse("sip:a@h;maddr=1.2.3.4;lr=on")?.toString(), "sip:a@h;maddr=1.2.3.4;lr=on");
});

test("what a challenge offers is read quoted or not", () => {
  const read = Grammar.parse('Digest realm="r", nonce="n", algorithm="SHA-256", qop=auth', "Proxy_Authenticate");
  assert.partialDeepStrictEqual(read, { realm: "r", algorithm: "SHA-256", qop: ["auth"] });
});

test("no text is slow to read, however it is built", () => {
  const long = 100_000;
  const started = process.cpuUsage();
  for (const [rule, text] of [
    ["From", "a ".repeat(long)],
    ["From", '"\\'.repeat(long)],
    ["From", `<sip:a@b>${"; x".repeat(long)}=`],
    ["Contact", "<sip:a@b>,".repeat(long)],
    ["Via", `SIP/2.0/WS h${" ".repeat(long)}x`],
    ["WWW_Authenticate", `Digest ${"a".repeat(long)}`],
    ["WWW_Authenticate", `Digest ${"a,".repeat(long)}`],
    ["SIP_URI", `sip:${"a".repeat(long)}@${"b.".repeat(long)}!`],
    ["Content_Type", `a/b${" ".repeat(long)};`],
    ["Via", `SIP/2.0/WS h${";a=b:".repeat(long)}"`],
    ["WWW_Authenticate", `Digest ${"a=,".repeat(long)}`],
  ] as const)
    Grammar.parse(text, rule);
  // What grows with the square of the length takes minutes here; time of the processor, since others work beside.
  const { user } = process.cpuUsage(started);
  assert.ok(user < 2_000_000, `${user} µs`);
});
