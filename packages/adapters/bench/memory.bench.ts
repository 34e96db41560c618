/*
 * How long the memory adapter takes with ten thousand users. Milliseconds of processor time, so that other work on the
 * machine weighs less; `first` builds the order or the index that the others find ready.
 */
import { createMemoryAdapter } from "@crewdock/adapters/memory";
import { type Assignment, connect, type User } from "@crewdock/contract";
import { sampleCompany } from "@crewdock/contract/sample";

const size = 10_000;
const base = sampleCompany();

/** The sample's people again and again, each with a name, login and extension of their own. */
const users = Array.from({ length: size }, (_, n): User => {
  const one = base.users[n % base.users.length];
  if (one === undefined) throw new RangeError("the sample has no users");
  if (n < base.users.length) return one;
  const id = `u-x${String(n)}`;
  return {
    ...one,
    id,
    name: { ...one.name, last: `${one.name.last}${String(n)}` },
    email: `p${String(n)}@crewdock.test`,
    login: `p${String(n)}`,
    sipAccount: one.sipAccount && { ...one.sipAccount, id: `s-x${String(n)}`, login: `2${String(n)}`, userId: id },
    roleIds: ["r-manager"],
  };
});
const assignments: readonly Assignment[] = [
  ...base.assignments,
  ...users
    .slice(base.users.length)
    .map(({ id }): Assignment => ({ roleId: "r-manager", subject: { type: "user", id }, until: null })),
];
const client = connect(createMemoryAdapter({ company: { ...base, users, assignments } }), () => "en");

interface Figure {
  readonly what: string;
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
}

async function measure(what: string, times: number, work: (n: number) => Promise<unknown>): Promise<Figure> {
  const took: number[] = [];
  for (let n = 0; n < times; n++) {
    const before = process.cpuUsage();
    await work(n);
    const { user, system } = process.cpuUsage(before);
    took.push((user + system) / 1000);
  }
  const sorted = took.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.min(times - 1, Math.floor(times * share))] ?? 0;
  return { what, first: took[0] ?? 0, p50: at(0.5), p95: at(0.95) };
}

async function edit(n: number): Promise<void> {
  const { id, version } = await client.users.get({ id: `u-x${String(100 + n)}` });
  await client.users.update({ id, version, patch: { serviceNumber: `S${String(n)}` } });
}

let cursor: string | null = null;
const figures = [
  await measure("first page", 200, () => client.users.list({})),
  await measure("newest log-ins", 200, () => client.users.list({ sort: { field: "lastLoginAt", direction: "desc" } })),
  await measure("page after page", 190, async () => {
    cursor = (await client.users.list({ cursor: cursor ?? undefined })).nextCursor;
  }),
  await measure("search without a hit", 200, (n) => client.users.list({ q: `nobody ${String(n)}` })),
  await measure("filter by role", 50, () => client.users.list({ roleIds: ["r-head"] })),
  await measure("roles with their users", 50, () => client.roles.list({})),
  await measure("edit", 200, edit),
  await measure("edit, then list", 50, async (n) => {
    await edit(200 + n);
    await client.users.list({});
  }),
  await measure("200 users at once", 5, (n) =>
    client.users.bulk({
      ids: users.slice(1000 + n * 200, 1200 + n * 200).map(({ id }) => id),
      change: { kind: "addToGroup", groupId: "g-crm" },
    }),
  ),
  await measure("move a department", 6, async (n) => {
    const found = (await client.org.read({})).departments.find(({ id }) => id === "d-new-business");
    const { id, version } = found ?? { id: "", version: "" };
    await client.org.updateDepartment({ id, version, patch: { parentId: n % 2 ? "d-sales" : "d-operations" } });
  }),
];

if (process.argv.includes("--json")) process.stdout.write(`${JSON.stringify({ users: size, figures })}\n`);
else
  for (const { what, first, p50, p95 } of figures) {
    const [a, b, c] = [first, p50, p95].map((ms) => ms.toFixed(2).padStart(8));
    process.stdout.write(`${what.padEnd(24)} first ${a ?? ""}  p50 ${b ?? ""}  p95 ${c ?? ""} ms\n`);
  }
