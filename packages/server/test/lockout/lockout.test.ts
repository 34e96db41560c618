import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { startTestServer, type TestServer } from "../../src/testing/test-server.ts";
import { play } from "./model.ts";
import { memoryPlayer } from "./memory-player.ts";
import type { Player } from "./player.ts";
import { serverPlayer } from "./server-player.ts";
import { search } from "./search.ts";
import { type Setting, settings } from "./settings.ts";
import { isGoverned, keyOf } from "./world.ts";

/** A small seeded generator (a linear congruential one): the same walks in each run. Numbers from 0 up to `below`. */
function generator(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Walks at random through the model and makes every move on a backend as well: both have to end in the same state. */
async function walk({ start, moves }: Setting, player: Player, seed: number, steps: number): Promise<void> {
  const random = generator(seed);
  let world = start;
  for (let i = 0; i < steps; i++) {
    const offered = moves(world);
    // Time goes by once, and not before there was something to see.
    const choice = i < steps / 2 ? offered.filter(({ verb }) => verb !== "wait") : offered;
    const move = choice[random(choice.length)]!;
    const expected = play(world, move);
    const code = await player.play(move);
    const story = `seed ${seed}, step ${i}: ${JSON.stringify(move)} in ${keyOf(world)}`;
    const { refused } = expected;
    assert.equal(code !== undefined, refused !== undefined, `${story}: the model says ${refused}, the backend ${code}`);
    for (const guarded of ["last_admin", "lockout_prevented", "limit_reached"])
      assert.equal(code === guarded, refused === guarded, `${story}: ${refused}, ${code}`);
    world = expected.world ?? world;
    const present = { ...(await player.world()), used: world.used }; // what comes of it shows with the next action
    assert.equal(keyOf(present), keyOf(world), story);
    assert.ok(isGoverned(present), story);
  }
}

/** One server for all settings: each walk brings a company of its own. */
let crew: TestServer;
before(async () => {
  crew = await startTestServer();
});
after(() => crew[Symbol.asyncDispose]());

for (const setting of settings) {
  describe(setting.name, () => {
    test("no state can be reached in which nobody who may log in administers", (t) => {
      const { states, accepted, refused, lockOut } = search(setting);
      t.diagnostic(`${states} states, ${accepted} moves accepted, ${refused} refused`);
      assert.deepEqual(lockOut, undefined);
      assert.ok(states > 100 && refused > 100, "there was hardly anything to search");
    });

    test("without the guard of the last administrator the search finds such a state", () => {
      const { lockOut } = search(setting, () => {});
      assert.ok(lockOut);
    });

    test("the memory adapter does what the model does", async () => {
      for (let seed = 1; seed <= 20; seed++) await walk(setting, memoryPlayer(setting.start), seed, 40);
    });

    test("the server does what the model does", async () => {
      for (let seed = 1; seed <= 3; seed++) await walk(setting, await serverPlayer(crew, setting.start), seed, 30);
    });
  });
}
