import {
  type Caller,
  type Colleague,
  type Contact,
  displayName,
  fullName,
  type Ports,
  type RecordFacts,
} from "@crewdock/contract";
import { reaches } from "./actor.ts";
import { sipAccountOf } from "./indexes.ts";
import { cutPage, matches } from "@crewdock/contract/serve";
import type { Store } from "./store.ts";
import type { StoredUser, Tables } from "./tables.ts";
import { sortValueOf, usersInOrder } from "./user-order.ts";
import { type Backstage, verb } from "./verb.ts";

export function directoryPort(backstage: Backstage): Ports["directory"] {
  return {
    lookup: verb(backstage, "directory", "lookup", ({ number }, { store, used }) => {
      const caller = callerOf(store, number);
      if (caller?.kind === "contact") used("contact.view");
      return { caller };
    }),
    colleagues: verb(backstage, "directory", "colleagues", (query, { store, context: { language } }) => {
      const { tables } = store;
      const { items, ...page } = cutPage(query, {
        rows: usersInOrder(store, "name", language).filter(
          (user) =>
            user.state === "active" &&
            (!query.q ||
              matches(query.q, [fullName(user.name), displayName(user.name), sipAccountOf(tables, user.id)?.login])),
        ),
        idOf: ({ id }) => id,
        valueOf: sortValueOf(tables, "name"),
        direction: query.sort?.direction ?? "asc",
        language,
        sorted: true,
      });
      return { items: items.map((user) => colleagueOf(tables, user)), ...page };
    }),
    contacts: verb(backstage, "directory", "contacts", (query, { store, actor, context }) =>
      cutPage(query, {
        rows: [...store.tables.contacts.values()].filter(
          (contact) =>
            reaches(actor, "contact.view", ownerOf(store, contact)) &&
            matches(query.q, [contact.name, contact.company, ...contact.phones]),
        ),
        idOf: ({ id }) => id,
        valueOf: ({ name }) => name,
        direction: query.sort?.direction ?? "asc",
        language: context.language,
      }),
    ),
  };
}

/** A number without what people put between its digits. */
function digits(number: string): string {
  return number.replace(/[^\d+*#]/g, "");
}

function callerOf(store: Store, number: string): Caller | null {
  const wanted = digits(number);
  if (wanted === "") return null;
  const account = [...store.tables.sipAccounts.values()].find(
    ({ login, userId }) => userId !== null && login === wanted,
  );
  const user = account && store.tables.users.get(account.userId ?? "");
  if (user) return { kind: "user", id: user.id, name: displayName(user.name), company: null, url: null };
  const contact = [...store.tables.contacts.values()].find(({ phones }) =>
    phones.some((phone) => digits(phone) === wanted),
  );
  if (!contact) return null;
  const { id, name, company } = contact;
  return { kind: "contact", id, name, company, url: `#/contacts/${id}` };
}

function ownerOf(store: Store, { ownerId }: Contact): RecordFacts {
  return { ownerId, departmentId: (ownerId && store.tables.users.get(ownerId)?.departmentId) || null };
}

function colleagueOf(tables: Tables, user: StoredUser): Colleague {
  return {
    id: user.id,
    name: displayName(user.name),
    position: (user.positionId && tables.positions.get(user.positionId)?.name) || null,
    department: tables.departments.get(user.departmentId)?.name ?? null,
    extension: sipAccountOf(tables, user.id)?.login ?? null,
  };
}
