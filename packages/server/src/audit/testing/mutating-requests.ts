import type { MailAccount, Role, User } from "@crewdock/contract";
import { beginLogin } from "../../auth/begin-login.ts";
import type { Asked } from "../../testing/asked.ts";
import { callInput, mailInput, once, userInput } from "../../testing/inputs.ts";
import type { TestServer } from "../../testing/test-server.ts";

/** Operations that are not GET and yet change nothing that the audit log is about, and why. */
export const UNAUDITED: Readonly<Record<string, string>> = {
  "telephony.checkSipAccount": "tries an account",
  "telephony.credentials": "mints what runs out by itself",
  "mail.discover": "looks something up",
  "mail.beginOAuth": "begins what runs out by itself",
  "mail.finishOAuth": "gets what runs out by itself, unless an account takes it",
  "mail.check": "tries an account",
  "mail.folders": "lists folders",
  "access.testAddress": "tries rules",
  "roles.testExpectations": "tries sentences",
  "access.consume": "counts",
  "directory.lookup": "looks something up",
};

interface Versioned {
  readonly id: string;
  readonly version: string;
}

/** Makes what each operation needs and says how it is asked. */
export function mutatingRequests(crew: TestServer): Readonly<Record<string, () => Promise<Asked>>> {
  const { admin } = crew.company.demoPeople;
  let count = 0;
  const create = async <T>(path: string, body: unknown): Promise<T> =>
    (await crew.ask<T>(admin, `POST ${path}`, { body, headers: once() })).body;
  const read = async <T>(path: string): Promise<T> => (await crew.ask<T>(admin, `GET ${path}`)).body;
  const user = (): Promise<User> => create("/v1/users", userInput(`audited.${++count}`, { password: null }));
  const roleInput = (): object => ({ name: `Audited ${++count}`, description: null, grants: { "user.view": "own" } });
  const role = (): Promise<Role> => create("/v1/roles", roleInput());
  const freshMail = (): object => mailInput({ email: `audited.${++count}@crewdock.test` }); // nobody has a mailbox twice
  const mail = (): Promise<MailAccount> => create(`/v1/users/${admin}/mail-accounts`, freshMail());
  const numberInput = (): object => ({
    number: `+4822000${1000 + ++count}`,
    name: "Audited",
    uses: ["calls"],
    departmentIds: null,
  });
  const number = (): Promise<Versioned> => create("/v1/numbers", numberInput());
  const call = async (): Promise<Versioned> =>
    (await crew.ask<Versioned>(admin, `PUT /v1/calls/audited-call-${++count}`, { body: callInput() })).body;
  const of = ({ id, version }: Versioned, body?: unknown): Asked => ({ path: { id }, version, body });
  const node = (): object => ({ name: `Audited ${++count}`, parentId: null });
  const nodes = {
    departments: () => ({ ...node(), headId: null }),
    positions: () => ({ name: `Audited ${++count}`, departmentId: null, defaultRoleId: null }),
    groups: () => ({ ...node(), kind: "team" }),
  };
  const madeNode = (kind: keyof typeof nodes): Promise<Versioned> => create(`/v1/organisation/${kind}`, nodes[kind]());
  const people = { userId: admin };
  return {
    "users.create": async () => ({ body: userInput(`audited.${++count}`) }),
    "users.update": async () => of(await user(), { serviceNumber: "A-1" }),
    "users.setState": async () => of(await user(), { state: "blocked" }),
    "users.bulk": async () => ({ body: { ids: [(await user()).id], change: { kind: "setState", state: "blocked" } } }),
    "users.import": async () => ({
      body: { matchBy: "login", dryRun: false, rows: [{ login: (await user()).login, serviceNumber: `A-${++count}` }] },
    }),
    "users.remove": async () => of(await user()),
    "users.resendInvitation": async () => ({ path: { id: (await user()).id } }),
    "users.endSessions": async () => ({ path: { id: (await user()).id }, body: {} }),
    "org.createDepartment": async () => ({ body: nodes.departments() }),
    "org.updateDepartment": async () => of(await madeNode("departments"), { name: "Renamed department" }),
    "org.removeDepartment": async () => of(await madeNode("departments")),
    "org.createPosition": async () => ({ body: nodes.positions() }),
    "org.updatePosition": async () => of(await madeNode("positions"), { name: "Renamed position" }),
    "org.removePosition": async () => of(await madeNode("positions")),
    "org.createGroup": async () => ({ body: nodes.groups() }),
    "org.updateGroup": async () => of(await madeNode("groups"), { name: "Renamed group" }),
    "org.removeGroup": async () => of(await madeNode("groups")),
    "roles.create": async () => ({ body: roleInput() }),
    "roles.update": async () => of(await role(), { name: `Renamed ${++count}` }),
    "roles.remove": async () => of(await role()),
    "roles.setExpectations": async () => {
      const { version } = await read<Versioned>("/v1/expectations");
      const subject = { type: "user", id: crew.company.demoPeople.manager };
      const rest = { action: "balance.topUp", bound: "at_most", scope: "none", note: null };
      return { version, body: { expectations: [{ id: `audited-${++count}`, subject, ...rest }] } };
    },
    "assignments.replace": async () => {
      const { id, version } = await role();
      const subject = { type: "user", id: crew.company.demoPeople.manager };
      return { path: { roleId: id }, version, body: [{ subject, until: null }] };
    },
    "calls.save": async () => ({ path: { id: `audited-call-${++count}` }, body: callInput() }),
    "calls.annotate": async () => of(await call(), { note: "Call back", outcome: "call_back" }),
    "calls.removeRecording": async () => {
      const { id } = await call();
      const recording = { mediaType: "audio/wav", seconds: 1, bytes: new Uint8Array(8) };
      await crew.server.attachRecording({ ...recording, callId: id });
      return { path: { id } };
    },
    "telephony.createNumber": async () => ({ body: numberInput() }),
    "telephony.updateNumber": async () => of(await number(), { name: "Renamed" }),
    "telephony.removeNumber": async () => of(await number()),
    "mail.create": async () => ({ path: people, body: freshMail() }),
    "mail.update": async () => of(await mail(), { ...freshMail(), active: false }),
    "mail.remove": async () => of(await mail()),
    "access.endSession": async () => {
      const { sessionId } = await beginLogin(crew.server.services, admin, { ipAddress: null, userAgent: null });
      return { path: { ...people, id: sessionId }, body: {} };
    },
    "access.setIpRules": async () => {
      const { version } = await read<Versioned>(`/v1/ip-rules?userId=${crew.company.demoPeople.manager}`);
      const rules = [{ network: "192.0.2.0/24", note: null }];
      return { version, body: { userId: crew.company.demoPeople.manager, rules } };
    },
    "access.setLimits": async () => {
      const { version } = await read<Versioned>("/v1/activity-limits");
      const limit = { action: "contact.view", subject: { type: "everyone" }, period: "day", most: 1000 + ++count };
      return { version, body: { limits: [limit] } };
    },
    "access.restore": async () => {
      const { id } = await user();
      await crew.server.db.query("update users set state = 'suspended' where id = $1", [id]);
      return { path: { userId: id }, body: {} };
    },
    "records.transfer": async () => ({
      path: { fromId: crew.company.demoPeople.manager },
      body: { toId: crew.company.demoPeople.head },
    }),
  };
}
