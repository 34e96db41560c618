import assert from "node:assert/strict";
import type { EventChanges } from "@crewdock/contract";
import type { Target, World } from "../world.ts";
import { listed, type Questions } from "./question.ts";

/**
 * Lets the pages be told that a person was changed, and then something that everybody is told: when that has come, what
 * came before is all there is. @returns the cursor of before
 */
async function changePerson({ crew, read }: World, { id, departmentId }: Target): Promise<string> {
  const { cursor } = await read<EventChanges>("/v1/events/changes");
  await crew.server.publish({ type: "user.changed", id, ownerId: id, departmentIds: [departmentId] });
  await crew.server.publish({ type: "org.changed", id: departmentId });
  return cursor;
}

async function untilOrganisation(response: Response): Promise<string> {
  assert.ok(response.body);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes('"org.changed"')) {
    const { done, value } = await reader.read();
    assert.ok(!done, "the stream ended");
    text += value;
  }
  await reader.cancel();
  return text;
}

export const eventQuestions: Questions = {
  "events.subscribe": async (world, target) => ({
    headers: { "Last-Event-ID": await changePerson(world, target) },
    read: untilOrganisation,
    means: (text: string) => listed(text.includes(`"id":"${target.id}"`)),
  }),
  "events.changesSince": async (world, target) => ({
    query: { since: await changePerson(world, target) },
    means: ({ events }: EventChanges) => listed(events.some(({ id }) => id === target.id)),
  }),
};
