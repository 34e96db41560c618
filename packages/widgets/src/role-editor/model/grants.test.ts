import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Catalogue, defaultCatalogue, grantErrors, type Scope } from "@crewdock/contract";
import { startingRoles } from "@crewdock/contract/sample";
import { indexCatalogue } from "./catalogue-index.ts";
import { changedKeys, type Grants, isSwitch, scopeOf, setScopes } from "./grants.ts";

const index = indexCatalogue(defaultCatalogue);
const set = (grants: Grants, wanted: Record<string, Scope>) =>
  setScopes(index, grants, new Map(Object.entries(wanted)));

describe("setting scopes", () => {
  it("raises what an action needs and says for whose sake", () => {
    const done = set({ "deal.view": "own" }, { "deal.edit": "department" });
    assert.equal(done.grants["deal.view"], "department");
    assert.deepEqual(done.changed, ["deal.edit"]);
    assert.deepEqual(done.followed, [
      { key: "deal.view", to: "department", direction: "raised", because: "deal.edit" },
    ]);
  });

  it("lowers everything that needs what was lowered", () => {
    const full: Grants = { "deal.view": "any", "deal.create": "any", "deal.edit": "any", "deal.delete": "own" };
    const done = set(full, { "deal.view": "own" });
    assert.deepEqual(done.grants, {
      "deal.view": "own",
      "deal.create": "any",
      "deal.edit": "own",
      "deal.delete": "own",
    });
    assert.deepEqual(
      done.followed.map(({ key, direction }) => [key, direction]),
      [["deal.edit", "lowered"]],
    );
    assert.equal(scopeOf(set(full, { "deal.view": "none" }).grants, "deal.create"), "none");
  });

  it("asks a yes/no action only for some view, not for all", () => {
    assert.equal(set({}, { "deal.create": "any" }).grants["deal.view"], "own");
    assert.equal(set({ "deal.view": "department" }, { "deal.create": "any" }).followed.length, 0);
  });

  it("follows chains of needs", () => {
    const done = set({}, { "call.recording.delete": "department" });
    assert.equal(done.grants["call.recording.listen"], "department");
    assert.equal(done.grants["call.view"], "department");
    assert.equal(scopeOf(set(done.grants, { "call.view": "own" }).grants, "call.recording.delete"), "own");
  });

  it("raises to the next scope there is, where the needed action lacks the one in between", () => {
    const done = set({}, { "user.manage": "department" });
    assert.equal(done.grants["user.view"], "department");
    assert.equal(scopeOf(set(done.grants, { "user.view": "own" }).grants, "user.manage"), "none");
  });

  it("leaves alone what the catalogue does not offer", () => {
    const before: Grants = { "gone.view": "any" };
    const done = set(before, { "call.place": "department", "nothing.at.all": "any", "deal.create": "own" });
    assert.deepEqual(done.grants, before);
    assert.deepEqual(done.changed, []);
  });

  it("survives a catalogue whose needs go round in a circle", () => {
    const action = (key: string, requires: string) => ({
      key,
      label: null,
      meaning: null,
      requires: [requires],
      scopes: ["none", "own", "any"] as const,
    });
    const round: Catalogue = {
      sections: [
        {
          id: "s",
          label: null,
          entities: [{ id: "x", label: null, actions: [action("x.a", "x.b"), action("x.b", "x.a")] }],
        },
      ],
    };
    const done = setScopes(indexCatalogue(round), {}, new Map([["x.a", "any"]]));
    assert.deepEqual(done.grants, { "x.a": "any", "x.b": "any" });
    assert.deepEqual(setScopes(indexCatalogue(round), done.grants, new Map([["x.b", "own"]])).grants, {
      "x.a": "own",
      "x.b": "own",
    });
  });

  it("never leaves the backend anything to refuse, whatever is pressed in whatever order", () => {
    let seed = 7;
    const random = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const actions = [...index.actions.values()];
    for (const role of startingRoles) {
      let grants: Grants = role.grants;
      for (let turn = 0; turn < 2000; turn++) {
        const chosen = Array.from({ length: 1 + random(6) }, () => actions[random(actions.length)]!);
        const scope = (["none", "own", "department", "any"] as const)[random(4)]!;
        grants = setScopes(index, grants, new Map(chosen.map(({ key }) => [key, scope]))).grants;
        assert.deepEqual(grantErrors(grants, defaultCatalogue), []);
      }
    }
  });
});

describe("grants", () => {
  it("tells yes/no actions from those with a reach", () => {
    assert.ok(isSwitch(index.actions.get("deal.create")!));
    assert.ok(!isSwitch(index.actions.get("call.place")!));
    assert.ok(!isSwitch(index.actions.get("user.manage")!));
  });

  it("counts an action that is not named as none", () => {
    assert.deepEqual(changedKeys({ a: "none", b: "own" }, { b: "any", c: "none" }), ["b"]);
  });
});
