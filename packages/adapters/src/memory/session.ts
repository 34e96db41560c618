import { type Capabilities, contractVersion, displayName, operations, type Ports } from "@crewdock/contract";
import { notInBackend } from "./not-yet.ts";
import { type Backstage, verb } from "./verb.ts";

const methods: Capabilities["methods"] = Object.fromEntries(
  Object.entries(operations).flatMap(([port, verbs]) =>
    Object.keys(verbs).map((name) => [
      `${port}.${name}`,
      notInBackend.has(`${port}.${name}`) ? { supported: false, why: "not_in_backend" } : { supported: true },
    ]),
  ),
);

/** Everything the contract has, as the memory adapter offers it. */
const capabilitiesOf = (invites: boolean): Capabilities => ({
  contract: contractVersion,
  methods: {
    ...methods,
    "users.invite": invites ? { supported: true } : { supported: false, why: "not_configured" },
  },
  limits: { page: 200, bulk: 0 },
  concurrency: "etag",
  removal: "none",
});

export function sessionPort(backstage: Backstage): Ports["session"] {
  return {
    me: verb(backstage, "session", "me", (_input, { store, actor: { user, grants } }) => ({
      user: {
        id: user.id,
        name: displayName(user.name),
        email: user.email,
        timeZone: user.timeZone,
        hasSipAccount: [...store.tables.sipAccounts.values()].some(({ userId }) => userId === user.id),
      },
      grants,
      policy: store.policy,
      capabilities: capabilitiesOf(store.invites),
    })),
  };
}
