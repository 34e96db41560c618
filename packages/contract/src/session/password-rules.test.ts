import assert from "node:assert/strict";
import { test } from "node:test";
import { seededRandom } from "../sample/random.ts";
import {
  defaultPasswordPolicy,
  generatePassword,
  isPasswordAllowed,
  type PasswordPolicy,
  passwordRules,
} from "./password-rules.ts";

const strict: PasswordPolicy = {
  minLength: 10,
  maxLength: 20,
  upper: true,
  lower: true,
  digit: true,
  special: "!?#",
  notGuessable: true,
};

const failed = (policy: PasswordPolicy, password: string, personal: readonly string[] = []): readonly string[] =>
  passwordRules(policy, password, personal).flatMap(({ rule, ok }) => (ok ? [] : [rule]));

test("only the rules of the policy are told, each by itself", () => {
  assert.deepEqual(
    passwordRules(defaultPasswordPolicy, "", []).map(({ rule }) => rule),
    ["length", "notGuessable"],
  );
  assert.deepEqual(failed(strict, "Mooncactus7!"), []);
  assert.deepEqual(failed(strict, "mooncactus7!"), ["upper"]);
  assert.deepEqual(failed(strict, "MOONCACTUS7!"), ["lower"]);
  assert.deepEqual(failed(strict, "Mooncactuses!"), ["digit"]);
  assert.deepEqual(failed(strict, "Mooncactus77"), ["special"]);
  assert.deepEqual(failed(strict, "Moon7!"), ["length"]);
  assert.deepEqual(failed(strict, "Mooncactus7!Mooncactus7!"), ["length"]);
});

test("letters and digits of any script count, and the length in characters, not in code units", () => {
  assert.deepEqual(failed(strict, "Кактусёнок٣!"), []);
  assert.deepEqual(failed({ ...defaultPasswordPolicy, maxLength: 12 }, "🌵🌙🚲🎈🪁🧭🧶🪵🫖🧵🪡🪀"), []);
});

test("common stems, runs, few characters and one's own data do not make a password, also in pieces", () => {
  for (const password of [
    "password1234",
    "Qwerty123456789",
    "йцукен123456",
    "Пароль12345!",
    "aaaaaaaaaaaa",
    "abababababab",
    "abcdefghijklmnop",
    "987654321098",
    "senhasenha123",
    "Пароль2026!!",
    "Qwerty2026!!!",
    "Qwerty!14.05.1988",
    "P@ssw0rd-2026-!",
    "$enha#2026#Haslo",
  ]) {
    assert.deepEqual(failed(defaultPasswordPolicy, password), ["notGuessable"], password);
  }
  const personal = ["ivan.petrov", "Петров", "Ян"];
  assert.deepEqual(failed(defaultPasswordPolicy, "ivan.petrov-1", personal), ["notGuessable"]);
  assert.deepEqual(failed(defaultPasswordPolicy, "ПЕТРОВпетров12", personal), ["notGuessable"]);
  assert.deepEqual(failed(defaultPasswordPolicy, "Ivan.Petrov2026!", personal), ["notGuessable"]);
  assert.deepEqual(failed(defaultPasswordPolicy, "1van.P3tr0v2026!!", personal), ["notGuessable"]);
});

test("passphrases are taken, also with a common word, a name or a year among the others", () => {
  for (const password of [
    "янтарный кот у окна",
    "correct horse battery",
    "dragon otter window lamp",
    "Петров пьёт чай у реки",
    "лето 1987 года на даче",
    "x7Kq-password-m2Vw-t9",
  ]) {
    assert.deepEqual(failed(defaultPasswordPolicy, password, ["ivan.petrov", "Петров"]), [], password);
  }
});

test("generated passwords keep the policy and never repeat", () => {
  const random = seededRandom(5);
  const fill = (array: Uint32Array<ArrayBuffer>): unknown => array.forEach((_, n) => (array[n] = random() * 2 ** 32));
  const policies = [defaultPasswordPolicy, strict, { ...strict, minLength: 20 }];
  const made = policies.flatMap((policy) =>
    Array.from({ length: 300 }, () => {
      const password = generatePassword(policy, fill);
      assert.ok(isPasswordAllowed(policy, password, []), password);
      assert.doesNotMatch(password, /[lIO01]/);
      return password;
    }),
  );
  assert.equal(new Set(made).size, made.length);
});
