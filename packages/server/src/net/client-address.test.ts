import assert from "node:assert/strict";
import { test } from "node:test";
import { clientAddressBehind } from "./client-address.ts";

const forwarded = (list: string): Headers => new Headers({ "X-Forwarded-For": list });

test("without proxies of one's own the peer is the client, whatever it says of itself", () => {
  const client = clientAddressBehind([]);
  assert.equal(client(forwarded("198.51.100.7"), "192.0.2.1"), "192.0.2.1");
  assert.equal(client(new Headers(), "::ffff:192.0.2.1"), "192.0.2.1");
  assert.equal(client(new Headers(), "2001:db8::1"), "2001:db8:0:0:0:0:0:1");
  assert.equal(client(forwarded("198.51.100.7"), undefined), undefined);
});

test("behind proxies the last address that is none of theirs is the client", () => {
  const client = clientAddressBehind(["10.0.0.0/8", "::1"]);
  assert.equal(client(forwarded("1.1.1.1, 198.51.100.7, 10.0.0.2"), "10.0.0.1"), "198.51.100.7");
  assert.equal(client(forwarded("198.51.100.7"), "::1"), "198.51.100.7");
  assert.equal(client(forwarded("10.0.0.9"), "10.0.0.1"), "10.0.0.9");
  assert.equal(client(new Headers(), "10.0.0.1"), "10.0.0.1");
});

test("rubbish that a client puts into the header gains nothing", () => {
  const client = clientAddressBehind(["10.0.0.1"]);
  assert.equal(client(forwarded("198.51.100.7, nonsense"), "10.0.0.1"), "10.0.0.1");
  assert.equal(client(forwarded("198.51.100.7,"), "10.0.0.1"), "10.0.0.1");
});

test("a proxy that cannot be read is said at once", () => {
  assert.throws(() => clientAddressBehind(["proxy.example"]), RangeError);
});
