import { answering, type Json, type Mutant, mutant } from "./mutant.ts";

const each = ({ items }: Json, change: (item: Json) => Json): Json => ({
  items: (items as readonly Json[]).map(change),
});

export const usageMutants: readonly Mutant[] = [
  answering("roles.usage counts nobody", "roles.usage", (answer) =>
    each(answer, (item) => ({ ...item, users: 0, lastUsedAt: null })),
  ),
  answering("roles.usage counts everybody who used an action with every role", "roles.usage", (answer) =>
    each(answer, (item) => ({ ...item, users: 1, lastUsedAt: "2026-03-01T00:00:00.000Z" })),
  ),
  answering("roles.usage knows of rights from before they were granted", "roles.usage", (answer) =>
    each(answer, (item) => ({ ...item, since: "2020-01-01T00:00:00.000Z" })),
  ),
  answering("roles.usage tells of what a role does not grant", "roles.usage", ({ items }) => ({
    items: (items as readonly Json[]).flatMap((item) => [item, { ...item, action: `${String(item["action"])}.too` }]),
  })),
  mutant("roles.usage is open to everybody", "roles.usage", (_verb, { asAdmin }) => asAdmin),
];
