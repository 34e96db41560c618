import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { compileRights, defaultCatalogue, explain } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";
import { effect, type ReadonlySignal, signal } from "@preact/signals";
import { createAffectedPeople } from "./affected-people.ts";
import { type Affected, createAffected } from "./affected-by-draft.ts";
import { indexCatalogue } from "./catalogue-index.ts";
import type { LoadDialogs } from "./dialogs.ts";
import { createDraft, type Draft } from "./draft.ts";
import { givenOf } from "./given.ts";
import { countReached } from "./reached.ts";

const now = new Date("2026-03-01T12:00:00.000Z");
const company = sampleCompany({ now });
const { organisation, roles, assignments } = company;
const index = indexCatalogue(defaultCatalogue);
const role = roles.find(({ id }) => id === "r-manager")!;
const given = givenOf(assignments, role.id);
const loaded = Promise.resolve({ createAffectedPeople } as Awaited<ReturnType<LoadDialogs>>);
const active = company.users.filter(({ state }) => state === "active");

/** Once all that it takes is there, which starts to come with the first change. */
async function settled(affected: ReadonlySignal<Affected>): Promise<Affected> {
  assert.equal(affected.value.state, "loading");
  await new Promise<void>((resolve) => effect(() => void (affected.value.state !== "loading" && resolve())));
  return affected.value;
}

function open(loadDialogs: LoadDialogs = () => loaded): {
  readonly draft: Draft;
  readonly affected: ReadonlySignal<Affected>;
} {
  const draft = createDraft(() => index, { grants: role.grants, given });
  const affected = createAffected({
    draft,
    oneRole: signal(false),
    role: signal(role),
    content: signal({ index, roles, assignments, organisation }),
    offered: signal({ readOnly: null, create: true, remove: true, given: "write", people: true }),
    people: {
      users: signal(new Map(company.users.map((user) => [user.id, user]))),
      active: signal(active),
      complete: signal(true),
      state: signal("ready"),
      error: signal(undefined),
      reload: async () => {},
      search: async () => [],
      refresh: () => {},
      [Symbol.dispose]: () => {},
    },
    loadDialogs,
    now: () => now,
  });
  return { draft, affected };
}

describe("who is affected by what is unsaved", () => {
  it("is nobody until something changes, and nobody again once it is undone", async () => {
    const { draft, affected } = open();
    assert.deepEqual(affected.value, { state: "none", people: [], count: 0, exact: true });
    draft.setScopes(new Map([["call.place", "none"]]));
    assert.ok((await settled(affected)).count > 0);
    draft.undo();
    assert.equal(affected.value.count, 0);
  });

  it("leaves out those who keep the right by another role", async () => {
    const { draft, affected } = open();
    draft.setScopes(new Map([["call.place", "none"]]));
    const { people, exact } = await settled(affected);
    assert.ok(exact && people.length > 0 && people.length < role.userCount);
    for (const { loses, gains } of people) {
      assert.deepEqual(loses, [{ action: "call.place", from: "any", to: "none" }]);
      assert.deepEqual(gains, []);
    }
    const rights = compileRights({ ...organisation, roles, assignments }, now);
    const isKept = (user: (typeof active)[number]): boolean => {
      const { paths } = explain(rights, user, "call.place");
      return (
        paths.some(({ roleId }) => roleId === role.id) &&
        paths.some(({ roleId, scope }) => roleId !== role.id && scope === "any")
      );
    };
    const kept = active.filter(isKept).map(({ id }) => id);
    assert.ok(kept.length > 0 && people.every(({ user }) => !kept.includes(user.id)));
  });

  it("tells gains of those who get the role and losses of those who lose it", async () => {
    const { draft, affected } = open();
    const leaver = given.find(({ subject }) => subject.type === "user") ?? given[0]!;
    const comer = company.demoPeople.head;
    draft.take(leaver.subject);
    draft.give({ type: "user", id: comer });
    const { people } = await settled(affected);
    assert.ok(people.some(({ loses }) => loses.length > 0));
    assert.ok(people.every(({ user, gains }) => user.id === comer || gains.length === 0));
  });

  it("is not told where what works it out cannot be loaded, and is with the next change that finds it", async () => {
    let there = false;
    const { draft, affected } = open(() => (there ? loaded : Promise.reject(new TypeError("offline"))));
    draft.setScopes(new Map([["call.place", "none"]]));
    assert.equal((await settled(affected)).state, "error");
    there = true;
    draft.undo();
    draft.redo();
    assert.equal((await settled(affected)).state, "ready");
  });

  it("counts the people whom the role reaches as the backend does", () => {
    assert.equal(countReached(active, organisation, given, now), role.userCount);
  });
});
