import assert from "node:assert/strict";
import { test } from "node:test";
import { isEmail, isHostName, isTimeZone, keepsDirection } from "./text-checks.ts";

test("addresses that people have are addresses", () => {
  for (const email of [
    "a@b.co",
    "first.last+tag@sub.example.com",
    "иван@почта.рф",
    "zażółć@gęślą.pl",
    "o'neil@example.org",
    `${"x".repeat(64)}@example.org`,
    "a@xn--80a1acny.xn--p1ai",
  ])
    assert.ok(isEmail(email), email);
});

test("what is none, or would be read as something else, is refused", () => {
  for (const email of [
    "",
    "@",
    "a@",
    "@b.co",
    "a@b",
    "a b@c.de",
    "a@b@c.de",
    "a@b..de",
    "a@-b.de",
    "a@b-.de",
    "a@.de",
    "a@b.de.",
    "a@[127.0.0.1]",
    "<a@b.de>",
    "a@b.de>",
    "a,b@c.de",
    "a;b@c.de",
    "a\r\nBcc: x@y.de",
    "a@b.de\r\nBcc: x",
    "a\u0000@b.de",
    "a‮@b.de",
    `${"x".repeat(65)}@b.de`,
    `a@${"x".repeat(64)}.de`,
    "a@b.de?cc=x@y.de",
    "a@b.de/../x",
  ])
    assert.ok(!isEmail(email), JSON.stringify(email));
});

test("host names of any script are host names, anything with a path, port or space is not", () => {
  for (const host of ["localhost", "a", "a.b", "xn--p1ai", "почта.рф", "3com.example", `${"a".repeat(63)}.example`])
    assert.ok(isHostName(host), host);
  for (const host of [
    "",
    ".",
    "a.",
    ".a",
    "a..b",
    "-a",
    "a-",
    "a_b",
    "a b",
    "a/b",
    "a:80",
    "a@b",
    "a\n",
    "[::1]",
    `${"a".repeat(64)}.example`,
    `${"a.".repeat(127)}aa`,
  ])
    assert.ok(!isHostName(host), JSON.stringify(host));
});

test("a long hostile host name or address is judged quickly", () => {
  const started = process.cpuUsage();
  isHostName("a-".repeat(50_000));
  isEmail(`${"a.".repeat(30)}@${"a-".repeat(50_000)}b`);
  isEmail("@".repeat(50_000));
  const { user } = process.cpuUsage(started); // of the processor, since others work beside
  assert.ok(user < 100_000, `${user} µs`);
});

test("time zones are those of the runtime", () => {
  for (const zone of ["Europe/Moscow", "America/Sao_Paulo", "UTC"]) assert.ok(isTimeZone(zone), zone);
  for (const zone of ["", "Mars/Olympus", "../etc/passwd", "Europe/Moscow\n"]) assert.ok(!isTimeZone(zone), zone);
});

test("text that turns its neighbours round is told from text of any script", () => {
  for (const mark of "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
    assert.ok(!keepsDirection(`Test${mark}nohta`), JSON.stringify(mark));
  for (const text of ["", "שלום\u200f!", "a\u200eb", "می\u200cخواهم", "👩🏽\u200d💻", "क्\u200dष", "a\nb"])
    assert.ok(keepsDirection(text), JSON.stringify(text));
});
