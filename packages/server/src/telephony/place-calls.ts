import type { PlaceCalls } from "@crewdock/contract";
import { type Actor, scopeOf } from "../rights/actor.ts";

/** Whom a person may call: the scopes of `call.place` have a meaning of their own. */
export function placeCallsOf(actor: Actor): PlaceCalls {
  switch (scopeOf(actor, "call.place")) {
    case "none":
      return "none";
    case "own":
    case "department":
      return "contacts";
    case "any":
      return "anyone";
  }
}
