import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mailProviderSchema } from "./mail-provider.ts";
import { mailProviders, mxSuffixes, providerForDomain, sentFolderNames } from "./mail-providers.data.ts";

describe("mail providers", () => {
  it("fit the schema, have distinct ids and share no domain", () => {
    for (const provider of mailProviders) mailProviderSchema.parse(provider);
    const ids = mailProviders.map((each) => each.id);
    const domains = mailProviders.flatMap((each) => each.domains);
    assert.equal(new Set(ids).size, ids.length);
    assert.equal(new Set(domains).size, domains.length);
    assert.ok(ids.length >= 27 && domains.length >= 105, `${ids.length} providers, ${domains.length} domains`);
  });

  it("show Mail.ru, Yandex and Gmail first", () => {
    assert.deepEqual(
      mailProviders.filter((each) => each.featured).map((each) => each.id),
      ["mailru", "yandex", "gmail"],
    );
    assert.deepEqual(
      mailProviders.slice(0, 3).map((each) => each.featured),
      [true, true, true],
    );
  });

  it("offer no server without encryption", () => {
    for (const server of mailProviders.flatMap((each) => [...each.imap, ...each.smtp])) {
      assert.notEqual(server.security, "none", server.host);
    }
  });

  it("say in each language what to do wherever the account password is not enough", () => {
    for (const { id, password, help } of mailProviders) {
      if (password !== "account") assert.ok(help.hint["en"], id);
      for (const texts of [help.hint, help.steps])
        assert.deepEqual(Object.keys(texts).sort(), Object.keys(texts).length ? ["en", "pl", "pt", "ru"] : [], id);
    }
  });

  it("are found by domain whatever the spelling", () => {
    assert.equal(providerForDomain("BK.ru.")?.id, "mailru");
    assert.equal(providerForDomain("ya.ru")?.id, "yandex");
    assert.equal(providerForDomain("notmail.ru"), null);
  });

  it("are all that the MX table and the folder names speak of", () => {
    const ids = new Set(mailProviders.map((each) => each.id));
    for (const { suffix, providerId } of mxSuffixes) assert.ok(ids.has(providerId), suffix);
    for (const id of Object.keys(sentFolderNames)) assert.ok(ids.has(id), id);
  });
});
