import { isCrewError } from "@crewdock/contract";
import type { Move } from "./moves.ts";
import type { World } from "./world.ts";

/** A backend on which the moves of the model are made for real. */
export interface Player {
  /** @returns the code of the refusal, undefined when the move was made */
  play(move: Move): Promise<string | undefined>;
  world(): Promise<World>;
}

/** The code with which something was refused, undefined when it was done. */
export async function codeOf(work: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    if (isCrewError(error)) return error.code;
    throw error;
  }
}
