import assert from "node:assert/strict";
import { describe, test } from "node:test";
import {
  contactKey,
  digestHa1,
  digestResponse,
  escapeUser,
  formatMessage,
  headerOf,
  headerValues,
  parseAddress,
  parseAuth,
  parseMessage,
  parseUri,
  parseVia,
  quote,
  SipSyntaxError,
  splitList,
} from "./index.ts";

describe("SIP messages", () => {
  test("are read with compact names, folded lines and lists, and written with a counted length", () => {
    const text = [
      "INVITE sip:bob@b.example SIP/2.0",
      "v: SIP/2.0/WS a.invalid;branch=z9hG4bK1,",
      "\tSIP/2.0/WS b.invalid;branch=z9hG4bK2",
      'm: "Bob, the \\"boss\\"" <sip:bob@x;q=1,2>;expires=60, <sip:c@d>',
      "L: 6",
      "",
      "привет",
    ].join("\r\n");
    const message = parseMessage(text);
    assert.equal(message.kind === "request" && message.method, "INVITE");
    assert.deepEqual(headerValues(message, "via"), [
      "SIP/2.0/WS a.invalid;branch=z9hG4bK1",
      "SIP/2.0/WS b.invalid;branch=z9hG4bK2",
    ]);
    assert.equal(headerValues(message, "Contact").length, 2);
    assert.equal(message.body, "при", "cut to six bytes");
    assert.match(formatMessage(message), /\r\nContent-Length: 6\r\n\r\nпри$/);
    assert.deepEqual(parseMessage(formatMessage(message)), message);
  });

  test("keep the case of a method and an empty reason", () => {
    const answer = parseMessage("SIP/2.0 200\r\n\r\n");
    assert.deepEqual(answer, { kind: "response", status: 200, reason: "", headers: [], body: "" });
    assert.equal(headerOf(answer, "To"), undefined);
  });

  for (const [name, text] of [
    ["no end", "OPTIONS sip:a SIP/2.0\r\nTo: x\r\n"],
    ["another protocol", "GET / HTTP/1.1\r\n\r\n"],
    ["a status out of range", "SIP/2.0 799 Odd\r\n\r\n"],
    ["a header without a colon", "OPTIONS sip:a SIP/2.0\r\nTo\r\n\r\n"],
    ["a body that is too short", "OPTIONS sip:a SIP/2.0\r\nContent-Length: 1\r\n\r\n"],
    ["a length that is none", "OPTIONS sip:a SIP/2.0\r\nContent-Length: -1\r\n\r\n"],
    ["a bare line feed in a header", "OPTIONS sip:a SIP/2.0\r\nTo: x\nVia: y\r\n\r\n"],
    ["too many headers", `OPTIONS sip:a SIP/2.0\r\n${"X: y\r\n".repeat(201)}\r\n`],
  ] as const) {
    test(`are refused: ${name}`, () => assert.throws(() => parseMessage(text), SipSyntaxError));
  }
});

describe("SIP addresses", () => {
  test("URIs are taken apart, and what is none is refused", () => {
    const uri = parseUri("sips:a%20b;x=1:pw@[::1]:5061;transport=WS;lr?Replaces=1");
    assert.deepEqual(
      { ...uri, params: [...uri!.params] },
      {
        scheme: "sips",
        user: "a b;x=1",
        host: "[::1]",
        port: 5061,
        params: [
          ["transport", "WS"],
          ["lr", ""],
        ],
      },
    );
    for (const text of ["tel:+1", "sip:", "sip:a@", "sip:%zz@b", "sip:a b@c", "sip:a@b>c", "javascript:alert(1)"]) {
      assert.equal(parseUri(text), undefined, text);
    }
  });

  test("contacts are the same whatever their parameters", () => {
    assert.equal(contactKey("sip:x@A.invalid;transport=ws;ob"), contactKey("sip:x@a.invalid"));
    assert.notEqual(contactKey("sip:x@a.invalid"), contactKey("sip:X@a.invalid"));
    assert.notEqual(contactKey("sip:x@a.invalid:1"), contactKey("sip:x@a.invalid"));
  });

  test("names in quotes cannot fake an address or a tag", () => {
    const address = parseAddress('"<sip:evil@x>;tag=1" <sip:a@b;lr>;tag="2"');
    assert.deepEqual([address?.uri, address?.params.get("tag")], ["sip:a@b;lr", "2"]);
    assert.equal(parseAddress("sip:a@b;tag=3")?.params.get("tag"), "3");
    assert.equal(parseAddress('"unclosed <sip:a@b>'), undefined);
    assert.equal(parseAddress("<sip:a@b"), undefined);
  });

  test("lists, Via values and user parts", () => {
    assert.deepEqual(splitList('"a,b" <sip:c,d@e>, f'), ['"a,b" <sip:c,d@e>', "f"]);
    assert.deepEqual(parseVia("SIP / 2.0 / UDP h:5060 ;branch=z9hG4bKx"), { sentBy: "h:5060", branch: "z9hG4bKx" });
    assert.equal(parseVia("SIP/2.0/UDP h"), undefined);
    assert.equal(escapeUser("+1 (2)@x;y\r\n"), "+1%20(2)%40x;y%0D%0A");
  });
});

describe("digest", () => {
  test("gives the responses of RFC 7616 3.9.1", () => {
    const of = (algorithm: "MD5" | "SHA-256"): string =>
      digestResponse({
        algorithm,
        ha1: digestHa1(algorithm, "Mufasa", "http-auth@example.org", "Circle of Life"),
        nonce: "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
        method: "GET",
        uri: "/dir/index.html",
        protection: { nonceCount: "00000001", clientNonce: "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ" },
      });
    assert.equal(of("MD5"), "8ca523f5e9506fed4657c9700eebdbec");
    assert.equal(of("SHA-256"), "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1");
  });

  test("reads back what it quotes", () => {
    const odd = 'a "quoted" \\ name, x=y';
    const { scheme, params } = parseAuth(`Digest username=${quote(odd)},realm="r", nc=00000001`);
    assert.deepEqual(
      [scheme, params.get("username"), params.get("realm"), params.get("nc")],
      ["digest", odd, "r", "00000001"],
    );
  });
});
