import assert from "node:assert/strict";
import { test } from "node:test";
import type { Catalogue } from "@crewdock/contract";
import { indexCatalogue } from "../../../model/catalogue-index.ts";
import { compareGrants, differencesOf } from "./comparison.ts";

const catalogue: Catalogue = {
  sections: [
    {
      id: "records",
      label: null,
      entities: [
        {
          id: "deal",
          label: null,
          actions: [
            { key: "deal.view", label: null, scopes: ["none", "own", "any"], meaning: null, requires: [] },
            { key: "deal.edit", label: null, scopes: ["none", "own", "any"], meaning: null, requires: [] },
          ],
        },
        {
          id: "task",
          label: null,
          actions: [{ key: "task.view", label: null, scopes: ["none", "own", "any"], meaning: null, requires: [] }],
        },
      ],
    },
  ],
};
const index = indexCatalogue(catalogue);

test("rights are compared one by one, and counted by the side that reaches farther", () => {
  const { total, differ, leftFarther, rightFarther } = compareGrants(
    index,
    { "deal.view": "any", "task.view": "own" },
    { "deal.view": "own", "deal.edit": "own", "task.view": "own" },
  );
  assert.deepEqual([total, differ, leftFarther, rightFarther], [3, 2, 1, 1]);
});

test("an absent grant is none, and what the catalogue lacks is no difference", () => {
  const { differ } = compareGrants(index, { "deal.view": "none", "gone.view": "any" }, {});
  assert.equal(differ, 0);
});

test("of what is the same nothing is left, neither the right nor its entity", () => {
  const { entities } = compareGrants(index, { "deal.view": "any" }, { "deal.view": "own" });
  assert.deepEqual(
    differencesOf(entities).map(({ entity, rights }) => [entity.id, rights.map(({ action }) => action.key)]),
    [["deal", ["deal.view"]]],
  );
});
