import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { connect, type Ports, supports } from "@crewdock/contract";
import { type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { discoverWorld } from "../kit/world.ts";
import { isWritable } from "../samples/edits.ts";
import { actions } from "./actions.ts";
import { compareSequences, SEQUENCE_ACTOR, type SequenceOptions } from "./sequence.ts";
import { openSide } from "./side.ts";

const RUNS = 12;

/** Opens sides on one memory adapter of the case's own and on the backend. */
async function opener(context: ConformanceContext): Promise<SequenceOptions["open"]> {
  const client = connect(createMemoryAdapter(), () => "en");
  const world = await discoverWorld({ admin: await client.session.me({}) }, client);
  const { secret, unique } = context;
  return async () => ({
    oracle: openSide(client, { world, secret, unique }),
    subject: openSide(context.as(SEQUENCE_ACTOR), context),
  });
}

function sequenceCase(port: keyof Ports, what: string, of: readonly string[]): ConformanceCase {
  const [first = ""] = of;
  return {
    name: `${port}: does what the memory adapter does in random sequences about ${what}`,
    port,
    family: "sequences",
    needs: [actions[first]?.method ?? "users.create"],
    run: async (context) => {
      const offered = of.filter((name) => {
        const { capabilities } = context.world.session("admin");
        return supports(capabilities, actions[name]?.method ?? "");
      });
      const members = ["serviceNumber", "email", "login", "roleIds", "name"];
      const kept = of.includes("create user") ? members.find((name) => !isWritable(context, name)) : undefined;
      onlyIf(kept === undefined, `${kept ?? ""} is kept by the backend, which the memory adapter does not do`);
      const open = await opener(context);
      await compareSequences({ of: offered, seed: context.random.seed(), runs: RUNS, open });
    },
  };
}

const users = ["create user", "change user", "set state of user", "read user", "list users"];
const roles = ["create role", "change role", "remove role", "read role"];

export const sequenceCases: readonly ConformanceCase[] = [
  sequenceCase("users", "users", users),
  sequenceCase("roles", "roles", roles),
  sequenceCase("assignments", "roles that are given and taken", [
    "create user",
    "create role",
    "give role",
    "change user",
    "set state of user",
    "read role",
    "read user",
    "remove role",
  ]),
  sequenceCase("mail", "mail accounts", [
    "create user",
    "create mail account",
    "change mail account",
    "remove mail account",
    "read user",
  ]),
  sequenceCase("users", "deletion and bulk changes", [
    "create user",
    "block and activate many users",
    "delete user",
    "change user",
    "list users",
    "read user",
  ]),
  sequenceCase("users", "imports", [
    "create user",
    "import users",
    "change user",
    "set state of user",
    "delete user",
    "list users",
    "read user",
  ]),
  sequenceCase("org", "departments", [
    "create department",
    "move department",
    "rename department",
    "remove department",
  ]),
  sequenceCase("org", "groups", ["create group", "move group", "rename group", "remove group"]),
  sequenceCase("calls", "calls", ["save call", "list calls"]),
  sequenceCase("users", "everything", [...users, ...roles, "give role", "create mail account", "remove mail account"]),
];
