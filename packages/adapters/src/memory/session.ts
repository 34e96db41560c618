import { displayName, type Ports } from "@crewdock/contract";
import { capabilitiesOf } from "./capabilities.ts";
import { sipAccountOf } from "./indexes.ts";
import { type Backstage, verb } from "./verb.ts";

export function sessionPort(backstage: Backstage): Ports["session"] {
  return {
    me: verb(backstage, "session", "me", (_input, { store, actor: { user, own } }) => ({
      user: {
        id: user.id,
        name: displayName(user.name),
        email: user.email,
        timeZone: user.timeZone,
        hasSipAccount: sipAccountOf(store.tables, user.id) !== null,
      },
      grants: own.grants,
      policy: store.missing.has("calls.annotate") ? { ...store.policy, callOutcomes: undefined } : store.policy,
      capabilities: capabilitiesOf(store),
    })),
  };
}
