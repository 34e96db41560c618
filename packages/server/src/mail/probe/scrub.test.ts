import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { scrubServerText } from "./scrub.ts";

const password = "Пар0ль+s3cret=";
const usernames = ["ivan.petrov@lab.example", "ivan.petrov"];
const scrub = (text: string): string | null => scrubServerText(text, { password, usernames });

describe("a server's words", () => {
  it("lose the password in every form in which a server could echo it", () => {
    const plain = Buffer.from(`\0${usernames[0]}\0${password}`).toString("base64");
    const forms = [password, encodeURIComponent(password), Buffer.from(password).toString("base64"), plain];
    for (const form of forms) {
      const shown = scrub(`535 rejected ${form} here`) ?? "";
      assert.ok(shown.startsWith("535 rejected") && shown.endsWith("here"), shown);
      assert.ok(!shown.includes(form.slice(0, 6)), shown);
    }
  });

  it("lose addresses, user names, sessions and tokens", () => {
    for (const [said, shown] of [
      ["<anna@lab.example>: not owned by user Ivan.Petrov@LAB.example", "<…>: not owned by user …"],
      ["user ivan.petrov is unknown", "user … is unknown"],
      ["Client host [203.0.113.9] blocked", "Client host […] blocked"],
      ["Client host [2001:db8::17] blocked", "Client host […] blocked"],
      ["IMAP is disabled sc=0AfKjh2Lw0U0-x", "IMAP is disabled sc=…"],
      ["see https://a.example/x?sarp=1&plt=AKgnsbt#y now", "see https://a.example/x now"],
      ["4.7.0 try later a640c23a62f3a-b76f9b1e2 - gsmtp", "4.7.0 try later … - gsmtp"],
      ["[UNAVAILABLE] Temporary failure", "[UNAVAILABLE] Temporary failure"],
    ]) {
      assert.equal(scrub(said!), shown);
    }
  });

  it("lose user names of any spelling", () => {
    for (const username of ["ivan-petrov@my-host.example", "a.b*c(d)[e]{2}", "o\\'hara$^|?", "Иван-Ёж"]) {
      assert.equal(scrubServerText(`user ${username} unknown`, { password, usernames: [username] }), "user … unknown");
    }
  });

  it("keep pages and enhanced status codes readable", () => {
    const said = "535 5.7.8 https://support.google.com/accounts/answer/185833 (Failure)";
    assert.equal(scrub(said), said);
  });

  it("come as one short line that cannot turn the writing direction", () => {
    const shown = scrub(`550 a\r\n\u0000b\u202e<img src=x>\t ${"word ".repeat(200)}`);
    assert.ok(shown && shown.length <= 300 && shown.startsWith("550 a b <img src=x> word"), shown ?? "null");
  });

  it("are null when there is nothing left", () => {
    assert.equal(scrub(" \r\n"), null);
    assert.equal(scrub(password), null);
  });
});
