import assert from "node:assert/strict";
import { test } from "node:test";
import { displayName, fullName } from "./person.ts";

test("a name in Cyrillic is read in the order of the list, any other as it is said", () => {
  const maria = { last: "Журавлёва", first: "Мария", patronymic: "Олеговна" };
  const katarzyna = { last: "Nowak", first: "Katarzyna", patronymic: null };
  assert.deepEqual([maria, katarzyna].map(displayName), ["Журавлёва Мария Олеговна", "Katarzyna Nowak"]);
  assert.deepEqual([maria, katarzyna].map(fullName), ["Журавлёва Мария Олеговна", "Nowak Katarzyna"]);
});
