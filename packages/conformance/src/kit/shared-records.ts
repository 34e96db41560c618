import { type Client, type MethodName, type Role, supports, type User } from "@crewdock/contract";
import { mailInput, roleInput, type SampleMaker, userInput } from "../samples/inputs.ts";
import { makeMarkedList, type MarkedList } from "../samples/marked-lists.ts";
import { NotOffered } from "./conformance-case.ts";
import type { World } from "./world.ts";

/** Records that cases read and never change; made by the first that asks. */
export interface SharedRecords {
  /** Somebody of the limited actor's department; with roles and a mail account where the backend has those. */
  readonly user: () => Promise<User>;
  readonly role: () => Promise<Role>;
  /** Items by which a list can be looked at. */
  readonly list: (method: MethodName) => Promise<MarkedList>;
}

export function sharedRecords(admin: Client, world: World, maker: SampleMaker): SharedRecords {
  const { capabilities, user } = world.session("admin");
  const may = (method: string): boolean => supports(capabilities, method);
  const role = once(async (): Promise<Role> => {
    if (may("roles.create"))
      return admin.roles.create({ role: roleInput(maker, maker.unique()) }, { idempotencyKey: maker.unique() });
    if (!may("roles.list")) throw new NotOffered("no role can be read");
    const [first] = (await admin.roles.list({})).items;
    if (!first) throw new NotOffered("there is no role");
    return first;
  });
  const lists = new Map<MethodName, Promise<MarkedList>>();
  return {
    role,
    list: (method) => {
      const made = lists.get(method) ?? makeMarkedList({ admin, maker, supports: may }, method);
      lists.set(method, made);
      return made;
    },
    user: once(async () => {
      if (!may("users.create")) return admin.users.get({ id: user.id });
      const unique = maker.unique();
      const roleIds = may("roles.create") ? [(await role()).id] : [];
      const mailAccounts = may("mail.create") ? [mailInput(maker, unique)] : [];
      return admin.users.create({ user: userInput(maker, unique, { roleIds, mailAccounts }) });
    }),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
