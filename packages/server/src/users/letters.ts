import { randomUUID } from "node:crypto";
import type { Services } from "../services.ts";
import type { Unit } from "../store/unit.ts";

const MINUTE_MS = 60 * 1000;
/** Whoever sends a letter has so long; afterwards they count as gone, and the letter is sent again. */
const LEASE_MS = 2 * MINUTE_MS;
/** Sending is given up after this, well before another instance, whose clock may be ahead, counts its sender as gone. */
export const SEND_MS: number = LEASE_MS / 2;
/** How long after each failure the next try is made; the last goes on. */
const PAUSES_MS = [1, 5, 30, 120].map((minutes) => minutes * MINUTE_MS);
/** A letter that could not be sent for so long is given up. */
const GOOD_FOR_MS = 3 * 24 * 60 * MINUTE_MS;

/** A letter that somebody has taken to send. */
export interface Letter {
  readonly id: string;
  readonly userId: string;
  /** BCP 47 tag. */
  readonly language: string;
  readonly expiresAt: Date;
}

/**
 * Puts a letter to a user into the outbox, as a part of the change that makes it due; one that waits already is replaced.
 * Where nobody is told it does nothing. {@link sendLetters} is to follow the commit.
 */
export async function queueLetter({ options }: Services, unit: Unit, userId: string, language: string): Promise<void> {
  if (!options.notify) return;
  await unit.query(
    `insert into letters (tenant_id, user_id, id, language, due_at, expires_at) values ($1, $2, $3, $4, $5, $6)
     on conflict (tenant_id, user_id) do update set id = excluded.id, language = excluded.language,
       due_at = excluded.due_at, expires_at = excluded.expires_at, tries = 0`,
    [unit.tenant, userId, randomUUID(), language.slice(0, 35), unit.now, new Date(unit.now.getTime() + GOOD_FOR_MS)],
  );
  // from now on they are awaited, and nobody counts on them yet
  await unit.query(
    "update users set invitation_at = $3 where tenant_id = $1 and id = $2 and invitation_state = 'none'",
    [unit.tenant, userId, unit.now],
  );
}

/**
 * Takes the letter that has been due for longest, for {@link LEASE_MS}, and locks whom it is for. Two at once never take the
 * same, and nobody waits: the letter of somebody who is being changed is left for another time.
 */
export async function takeLetter(unit: Unit): Promise<Letter | undefined> {
  const [row] = await unit.query<{ id: string; user_id: string; language: string; expires_at: Date }>(
    `with due as materialized (
       select l.user_id from letters l join users u on u.tenant_id = l.tenant_id and u.id = l.user_id
       where l.tenant_id = $1 and l.due_at <= $2
       order by l.due_at limit 1 for update of l skip locked for no key update of u skip locked
     )
     update letters set tries = tries + 1, due_at = $3 from due where letters.tenant_id = $1 and letters.user_id = due.user_id
     returning letters.id, letters.user_id, letters.language, letters.expires_at`,
    [unit.tenant, unit.now, new Date(unit.now.getTime() + LEASE_MS)],
  );
  return row && { id: row.id, userId: row.user_id, language: row.language, expiresAt: row.expires_at };
}

/** Locks whom a letter is for: before the letter, as those do who change the person and replace the letter then. */
export async function lockAddressee(unit: Unit, { userId }: Letter): Promise<void> {
  await unit.query("select id from users where tenant_id = $1 and id = $2 for no key update", [unit.tenant, userId]);
}

/** Takes a letter out that was sent or given up. @returns false when another one has taken its place meanwhile */
export async function dropLetter(unit: Unit, { userId, id }: Letter): Promise<boolean> {
  const dropped = await unit.query(
    "delete from letters where tenant_id = $1 and user_id = $2 and id = $3 returning 1",
    [unit.tenant, userId, id],
  );
  return dropped.length > 0;
}

/** Lets a letter wait for its next try. @returns false when another one has taken its place meanwhile */
export async function postponeLetter(unit: Unit, { userId, id }: Letter): Promise<boolean> {
  const [row] = await unit.query<{ tries: number }>(
    "select tries from letters where tenant_id = $1 and user_id = $2 and id = $3 for update",
    [unit.tenant, userId, id],
  );
  if (!row) return false;
  const pause = PAUSES_MS[Math.min(row.tries, PAUSES_MS.length) - 1] ?? 0;
  await unit.query("update letters set due_at = $3 where tenant_id = $1 and user_id = $2", [
    unit.tenant,
    userId,
    new Date(unit.now.getTime() + pause),
  ]);
  return true;
}
