import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { defaultCatalogue } from "@crewdock/contract";
import { indexCatalogue } from "./catalogue-index.ts";
import { createConflict } from "./conflict.ts";
import { createDraft, type DraftValue } from "./draft.ts";
import { lastDay, parseSubject, subjectKey, untilAfterDay } from "./given.ts";
import { differences, mergeDrafts } from "./merge.ts";

const index = indexCatalogue(defaultCatalogue);
const sales = { type: "department", id: "d-1" } as const;
const anna = { type: "user", id: "u:1" } as const;
const base: DraftValue = {
  grants: { "deal.view": "own", "deal.edit": "own", "call.place": "any" },
  given: [{ subject: sales, until: null }],
};
const draftOf = (value: DraftValue = base) => createDraft(() => index, value);

describe("a draft", () => {
  it("counts cells and subjects that differ, and nothing once they are set back", () => {
    const draft = draftOf();
    draft.setScopes(new Map([["deal.edit", "department"]]));
    draft.give(anna);
    draft.setUntil(sales, "2030-01-01T00:00:00.000Z");
    assert.equal(draft.changes.value, 4);
    assert.deepEqual([...draft.changedActions.value].sort(), ["deal.edit", "deal.view"]);
    draft.setScopes(new Map([["deal.view", "own"]]));
    draft.take(anna);
    draft.setUntil(sales, null);
    assert.equal(draft.dirty.value, false);
  });

  it("undoes and redoes step by step; a new edit forgets what was undone", () => {
    const draft = draftOf();
    draft.setScopes(new Map([["call.place", "own"]]));
    draft.give(anna);
    assert.ok(draft.undo());
    assert.deepEqual(draft.changedGiven.value, []);
    assert.ok(draft.undo());
    assert.equal(draft.dirty.value, false);
    assert.equal(draft.undo(), false);
    assert.ok(draft.redo());
    assert.equal(draft.scope("call.place").value, "own");
    draft.setScopes(new Map([["call.place", "none"]]));
    assert.equal(draft.redo(), false);
  });

  it("can take a discard back", () => {
    const draft = draftOf();
    draft.setScopes(new Map([["call.place", "none"]]));
    draft.discard();
    assert.equal(draft.dirty.value, false);
    draft.undo();
    assert.equal(draft.scope("call.place").value, "none");
  });

  it("gives a subject that was taken back its saved end", () => {
    const until = "2030-01-01T00:00:00.000Z";
    const draft = draftOf({ ...base, given: [{ subject: sales, until }] });
    draft.take(sales);
    draft.give(sales);
    assert.equal(draft.dirty.value, false);
  });
});

describe("merging two versions", () => {
  const mine: DraftValue = {
    grants: { ...base.grants, "deal.edit": "any", "deal.view": "any", "call.place": "none" },
    given: [{ subject: anna, until: null }],
  };
  const theirs: DraftValue = {
    grants: { "deal.view": "own", "deal.edit": "none", "call.place": "none", "task.view": "own" },
    given: [...base.given, { subject: { type: "group", id: "g-1" }, until: null }],
  };

  it("names every place where they differ and who changed it", () => {
    const found = differences(base, mine, theirs).map(({ key, by }) => [key, by]);
    assert.deepEqual(found, [
      ["deal.view", "mine"],
      ["deal.edit", "both"],
      ["task.view", "theirs"],
      ["department:d-1", "mine"],
      ["user:u:1", "mine"],
      ["group:g-1", "theirs"],
    ]);
  });

  it("loses nothing by default: mine stays mine, what only the other changed comes in", () => {
    const draft = createDraft(() => index, base, mine);
    const role = {
      id: "r",
      version: "2",
      name: "R",
      description: null,
      grants: theirs.grants,
      userCount: 0,
      updatedAt: "",
    };
    const conflict = createConflict(draft, { role, value: theirs }, index);
    const merged = conflict.merged();
    assert.deepEqual(merged.grants, {
      "deal.view": "any",
      "deal.edit": "any",
      "call.place": "none",
      "task.view": "own",
    });
    assert.deepEqual(merged.given.map(({ subject }) => subjectKey(subject)).sort(), ["group:g-1", "user:u:1"]);
  });

  it("keeps what an action needs also in a mixture of both", () => {
    const draft = createDraft(() => index, base, mine);
    const role = {
      id: "r",
      version: "2",
      name: "R",
      description: null,
      grants: theirs.grants,
      userCount: 0,
      updatedAt: "",
    };
    const conflict = createConflict(draft, { role, value: theirs }, index);
    conflict.choose(
      conflict.found.find(({ key }) => key === "deal.view")!,
      "theirs",
    );
    assert.equal(conflict.merged().grants["deal.view"], "any");
    conflict.choose(
      conflict.found.find(({ key }) => key === "deal.edit")!,
      "theirs",
    );
    assert.equal(conflict.merged().grants["deal.view"], "own");
  });

  it("is theirs when all of theirs is chosen, and mine when all of mine is", () => {
    const found = differences(base, mine, theirs);
    assert.deepEqual(
      mergeDrafts(theirs, found, () => false),
      theirs,
    );
    assert.deepEqual(
      differences(
        mine,
        mergeDrafts(theirs, found, () => true),
        mine,
      ),
      [],
    );
  });
});

describe("dates and keys of those who have a role", () => {
  it("counts through the last day that was picked", () => {
    const until = untilAfterDay("2026-02-28")!;
    assert.equal(new Date(until).getTime(), new Date(2026, 2, 1).getTime());
    assert.equal(lastDay(until), "2026-02-28");
    assert.equal(untilAfterDay(""), null);
  });

  it("reads back keys whose ids have colons, and refuses what is no subject", () => {
    assert.deepEqual(parseSubject(subjectKey(anna)), anna);
    assert.equal(parseSubject("planet:1"), null);
  });
});
