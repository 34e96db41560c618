import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  createEgress,
  type Egress,
  EgressError,
  type EgressErrorCode,
  mailPorts,
  type ResolvedAddress,
} from "./egress.ts";

const never = new AbortController().signal;

function answering(...addresses: string[]): (host: string) => Promise<readonly ResolvedAddress[]> {
  return async () => addresses.map((address) => ({ address, family: address.includes(":") ? 6 : 4 }));
}

function failing(code: string): Egress {
  return createEgress({
    ports: mailPorts,
    lookup: async () => Promise.reject(Object.assign(new Error("dns"), { code })),
  });
}

async function codeOf(egress: Egress, host: string, port = 993, signal: AbortSignal = never): Promise<EgressErrorCode> {
  try {
    const pinned = await egress.resolve(host, port, signal);
    return assert.fail(`${host} was let through to ${pinned.address}`);
  } catch (error) {
    if (error instanceof EgressError) return error.code;
    throw error;
  }
}

describe("egress guard", () => {
  const literal = createEgress({ ports: mailPorts });
  for (const host of [
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.0.0.1",
    "0177.0.0.1",
    "017700000001",
    "0",
    "0.0.0.0",
    "localhost",
    "LOCALHOST.",
    "[::]",
    "::",
    "[::1]",
    "::1",
    "::ffff:127.0.0.1",
    "[::ffff:7f00:1]",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "169.254.169.254",
    "0xa9fea9fe",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.1.1",
    "100.64.0.1",
    "100.100.100.200",
    "192.0.0.192",
    "198.18.0.1",
    "203.0.113.5",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "2002:7f00:1::",
    "2001:0:7f00:1::",
    "2001:db8::1",
    "ff02::1",
    "①②⑦.⓪.⓪.①",
    "127。0。0。1",
  ]) {
    it(`refuses ${host}`, async () => {
      assert.equal(await codeOf(literal, host), "address_refused");
    });
  }

  it("lets a public name through and pins its address with the name for the certificate", async () => {
    const egress = createEgress({ ports: mailPorts, lookup: answering("93.184.215.14") });
    assert.deepEqual(await egress.resolve("IMAP.Example.com.", 993, never), {
      host: "imap.example.com",
      address: "93.184.215.14",
      family: 4,
      port: 993,
      allowed: false,
    });
  });

  it("refuses a name when only one of its addresses is internal", async () => {
    const egress = createEgress({ ports: mailPorts, lookup: answering("93.184.215.14", "10.0.0.7") });
    assert.equal(await codeOf(egress, "mixed.example.com"), "address_refused");
  });

  it("asks once, so a resolver that answers differently the second time changes nothing", async () => {
    let asked = 0;
    const egress = createEgress({
      ports: mailPorts,
      lookup: async () => {
        asked += 1;
        return [{ address: asked === 1 ? "93.184.215.14" : "127.0.0.1", family: 4 }];
      },
    });
    assert.equal((await egress.resolve("rebind.example.com", 993, never)).address, "93.184.215.14");
    assert.equal(asked, 1);
    assert.equal(await codeOf(egress, "rebind.example.com"), "address_refused");
  });

  it("turns an international name into Punycode before it is asked for", async () => {
    const asked: string[] = [];
    const egress = createEgress({
      ports: mailPorts,
      lookup: async (host) => {
        asked.push(host);
        return [{ address: "93.184.215.14", family: 4 }];
      },
    });
    assert.equal((await egress.resolve("почта.рф", 993, never)).host, "xn--80a1acny.xn--p1ai");
    assert.deepEqual(asked, ["xn--80a1acny.xn--p1ai"]);
  });

  it("prefers IPv4 and takes IPv6 where there is nothing else", async () => {
    const both = createEgress({ ports: mailPorts, lookup: answering("2a00:1450:4010::6c", "142.250.1.108") });
    assert.equal((await both.resolve("imap.example.com", 993, never)).family, 4);
    const six = createEgress({ ports: mailPorts, lookup: answering("2a00:1450:4010::6c") });
    assert.equal((await six.resolve("imap.example.com", 993, never)).family, 6);
  });

  it("refuses a port outside the list before any name is looked up", async () => {
    const egress = createEgress({ ports: mailPorts, lookup: () => assert.fail("looked up") });
    for (const port of [22, 25, 80, 443, 6379]) {
      assert.equal(await codeOf(egress, "example.com", port), "port_refused");
    }
  });

  it("opens what the operator allows, and nothing beside it", async () => {
    const egress = createEgress({
      ports: mailPorts,
      allow: ["127.0.0.1:3143", "10.1.0.0/16", "mail.lan", "[fd00::5]:993"],
      lookup: async (host) => [{ address: host === "mail.lan" ? "192.168.5.5" : "127.0.0.1", family: 4 }],
    });
    assert.equal((await egress.resolve("127.0.0.1", 3143, never)).port, 3143);
    assert.equal((await egress.resolve("localhost", 3143, never)).address, "127.0.0.1");
    assert.equal((await egress.resolve("127.0.0.1", 3143, never)).allowed, true);
    assert.equal((await egress.resolve("mail.lan", 993, never)).allowed, false, "the rule names no port");
    assert.equal(await codeOf(egress, "127.0.0.1", 993), "address_refused");
    assert.equal(await codeOf(egress, "93.184.215.14", 3143), "port_refused");
    assert.equal((await egress.resolve("10.1.2.3", 143, never)).address, "10.1.2.3");
    assert.equal((await egress.resolve("::ffff:10.1.2.3", 143, never)).family, 6);
    assert.equal(await codeOf(egress, "10.2.0.1", 143), "address_refused");
    assert.equal((await egress.resolve("Mail.LAN", 993, never)).address, "192.168.5.5");
    assert.equal(await codeOf(egress, "other.lan", 993), "address_refused");
    assert.equal((await egress.resolve("[fd00::5]", 993, never)).address, "fd00::5");
    assert.equal(await codeOf(egress, "fd00::5", 143), "address_refused");
  });

  it("does not take an allow rule that it cannot read", () => {
    for (const rule of ["", "10.0.0.0/33", "a b", "127.0.0.1:99999", "http://mail.lan", "2130706433"]) {
      assert.throws(() => createEgress({ ports: mailPorts, allow: [rule] }), RangeError, rule);
    }
  });

  it("tells a name that does not exist from a resolver that does not answer", async () => {
    assert.equal(await codeOf(failing("ENOTFOUND"), "imap.nowhere.example"), "dns_not_found");
    assert.equal(await codeOf(failing("EAI_AGAIN"), "imap.nowhere.example"), "dns_temporary");
    assert.equal(await codeOf(createEgress({ ports: mailPorts, lookup: answering() }), "x.example"), "dns_not_found");
    assert.equal(await codeOf(literal, ""), "dns_not_found");
    assert.equal(await codeOf(literal, "a b.example"), "dns_not_found");
  });

  it("gives up at once when it is cancelled, though the resolver never answers", async () => {
    const controller = new AbortController();
    const egress = createEgress({ ports: mailPorts, lookup: () => new Promise(() => {}) });
    const answer = codeOf(egress, "slow.example.com", 993, controller.signal);
    controller.abort();
    assert.equal(await answer, "cancelled");
    assert.equal(await codeOf(egress, "slow.example.com", 993, controller.signal), "cancelled");
  });
});
