import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalAddress, isInNetwork, isNetwork, judgeAddress } from "./address.ts";

test("addresses are brought to one form, and a mapped IPv4 address is an IPv4 address", () => {
  const forms: Readonly<Record<string, string>> = {
    "203.0.113.7": "203.0.113.7",
    "2001:DB8:0:0:0:0:0:1": "2001:db8::1",
    "1:0:0:2:0:0:0:3": "1:0:0:2::3",
    "::ffff:203.0.113.7": "203.0.113.7",
    "::ffff:cb00:7107": "203.0.113.7",
    "::": "::",
  };
  for (const [typed, form] of Object.entries(forms)) assert.equal(canonicalAddress(typed), form, typed);
});

test("what is no address is refused, also what browsers would complete", () => {
  const wrong = ["", "1", "127.1", "0x7f.0.0.1", "010.0.0.1", "256.0.0.1", "1.2.3.4.5", "fe80::1%eth0", "[::1]", ":::"];
  for (const text of [...wrong, "1::2::3", "::1]:80@x/", "12345::", "203.0.113.7:80"]) {
    assert.equal(canonicalAddress(text), null, text);
    assert.equal(isNetwork(text), false, text);
  }
  for (const text of [
    "10.0.0.0/33",
    "10.0.0.0/-1",
    "10.0.0.0/",
    "10.0.0.0/08",
    "10.0.0.0/8/8",
    "::/129",
    "10.0.0.0/1e1",
  ])
    assert.equal(isNetwork(text), false, text);
});

test("a network holds the addresses that share its first bits, and no others", () => {
  const inside = [
    ["203.0.113.255", "203.0.113.0/24"],
    ["203.0.113.9", "203.0.113.200/24"],
    ["203.0.113.7", "203.0.113.7"],
    ["198.51.100.1", "0.0.0.0/0"],
    ["2001:db8:1:ffff::1", "2001:db8:1::/48"],
    ["::ffff:203.0.113.7", "203.0.113.0/24"],
    ["203.0.113.7", "::ffff:203.0.113.0/120"],
  ] as const;
  for (const [address, network] of inside) assert.equal(isInNetwork(address, network), true, `${address} ${network}`);
  const outside = [
    ["203.0.114.0", "203.0.113.0/24"],
    ["203.0.113.8", "203.0.113.7/32"],
    ["2001:db8:2::1", "2001:db8:1::/48"],
    ["::1", "0.0.0.0/0"],
    ["203.0.113.7", "::/0"],
    ["nonsense", "0.0.0.0/0"],
  ] as const;
  for (const [address, network] of outside) assert.equal(isInNetwork(address, network), false, `${address} ${network}`);
});

test("both lists must allow an address, an empty one allows all, and an unknown address is in no network", () => {
  const rule = (network: string) => [{ network, note: null }];
  const [office, home] = [rule("203.0.113.0/24"), rule("198.51.100.4")];
  assert.deepEqual(judgeAddress("203.0.113.9", office, []), { allowed: true, refusedBy: null });
  assert.deepEqual(judgeAddress("198.51.100.4", office, home), { allowed: false, refusedBy: "company" });
  assert.deepEqual(judgeAddress("203.0.113.9", office, home), { allowed: false, refusedBy: "user" });
  assert.deepEqual(judgeAddress(null, [], []), { allowed: true, refusedBy: null });
  assert.deepEqual(judgeAddress(null, office, []), { allowed: false, refusedBy: "company" });
});
