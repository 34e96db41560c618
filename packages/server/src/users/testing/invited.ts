import assert from "node:assert/strict";
import type { User } from "@crewdock/contract";
import type { Db } from "../../store/db.ts";
import { once, userInput } from "../../testing/inputs.ts";
import type { TestServer } from "../../testing/test-server.ts";

/** Makes somebody who chooses the password by the link of a letter. */
export async function makeInvited(crew: TestServer, login: string): Promise<User> {
  const body = userInput(login, { password: null });
  const answer = await crew.ask<User>(crew.company.demoPeople.admin, "POST /v1/users", { body, headers: once() });
  assert.equal(answer.status, 200);
  return answer.body;
}

/** How the letter to somebody is, as the list of users shows it. */
export async function invitationOf(crew: TestServer, { id }: User): Promise<string> {
  return (await crew.ask<User>(crew.company.demoPeople.admin, `GET /v1/users/${id}`)).body.invitation.state;
}

/** How many letters wait to be sent. */
export async function waitingLetters(db: Db): Promise<number> {
  return (await db.query("select 1 from letters")).length;
}
