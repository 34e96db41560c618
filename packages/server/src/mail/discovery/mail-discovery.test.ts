import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createMailDiscovery, type MailExchanger } from "./mail-discovery.ts";

const never = new AbortController().signal;

function withMx(...records: MailExchanger[]): ReturnType<typeof createMailDiscovery> {
  return createMailDiscovery({ resolveMx: async () => records });
}

describe("mail discovery", () => {
  it("knows a provider by its domain without asking the network", async () => {
    const discovery = createMailDiscovery({ resolveMx: () => assert.fail("asked the network") });
    for (const [email, id] of [
      ["anna@bk.ru", "mailru"],
      ["ivan@YA.RU", "yandex"],
      ["a.b+c@googlemail.com", "gmail"],
      ["ola@wp.pl", "wp"],
      ["joao@uol.com.br", "uol"],
    ] as const) {
      const found = await discovery.discover(email, never);
      assert.deepEqual([found.provider?.id, found.source], [id, "domain"]);
    }
  });

  it("knows own domains by their mail exchanger", async () => {
    for (const [exchange, id] of [
      ["emx.mail.ru", "mailru"],
      ["mx.yandex.net", "yandex"],
      ["ALT2.ASPMX.L.Google.com.", "gmail"],
      ["firma-pl.mail.protection.outlook.com", "microsoft365"],
    ] as const) {
      const found = await withMx({ exchange, priority: 10 }).discover("ceo@firma.example", never);
      assert.deepEqual([found.provider?.id, found.source], [id, "mx"]);
    }
  });

  it("is not taken in by a name that only ends alike", async () => {
    const found = await withMx({ exchange: "mx.notl.google.com.evil.example", priority: 1 }).discover(
      "a@b.example",
      never,
    );
    assert.deepEqual(found, { provider: null, source: "none" });
    const alike = await withMx({ exchange: "evilmx.yandex.net", priority: 1 }).discover("a@b.example", never);
    assert.equal(alike.provider, null);
  });

  it("goes by the preferred exchanger that is known", async () => {
    const found = await withMx(
      { exchange: "aspmx.l.google.com", priority: 20 },
      { exchange: "filter.example", priority: 1 },
      { exchange: "mx.yandex.net", priority: 10 },
    ).discover("a@b.example", never);
    assert.equal(found.provider?.id, "yandex");
  });

  it("offers the servers for own domains first where they differ", async () => {
    const found = await withMx({ exchange: "mx2.zoho.eu", priority: 10 }).discover("a@b.example", never);
    assert.equal(found.provider?.imap[0]?.host, "imappro.zoho.eu");
    assert.equal(found.provider?.smtp[0]?.host, "smtppro.zoho.eu");
  });

  it("asks for an international domain in Punycode", async () => {
    const asked: string[] = [];
    const discovery = createMailDiscovery({
      resolveMx: async (domain) => {
        asked.push(domain);
        return [];
      },
    });
    assert.equal((await discovery.discover("анна@почта.рф", never)).source, "none");
    assert.deepEqual(asked, ["xn--80a1acny.xn--p1ai"]);
  });

  it("finds nothing, and throws nothing, when there is no record or no address", async () => {
    const discovery = createMailDiscovery({
      resolveMx: async () => Promise.reject(Object.assign(new Error("dns"), { code: "ENOTFOUND" })),
    });
    assert.equal((await discovery.discover("a@b.example", never)).source, "none");
    assert.equal((await discovery.discover("not an address", never)).source, "none");
  });

  it("stops when it is cancelled", async () => {
    const controller = new AbortController();
    const discovery = createMailDiscovery({
      resolveMx: (_domain, signal) =>
        new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(new Error("stopped")))),
    });
    const found = discovery.discover("a@b.example", controller.signal);
    controller.abort();
    await assert.rejects(found, { name: "AbortError" });
  });

  it("shows the featured providers first", () => {
    const ids = createMailDiscovery().providers.map((each) => each.id);
    assert.deepEqual(ids.slice(0, 3), ["mailru", "yandex", "gmail"]);
  });
});
