import type { Scope } from "@crewdock/contract";
import { type Outcome, type Place, reaches, sees } from "./places.ts";

/** The starting roles in the order of the columns below. */
export const ROLES = ["r-admin", "r-executive", "r-head", "r-manager"] as const;

export type RoleId = (typeof ROLES)[number];

/** One value for each role: administrator, chief executive, head of department, manager. */
type ByRole<T> = readonly [administrator: T, executive: T, head: T, manager: T];

type Kind = "person" | "call" | "contact" | "mailbox" | "signIn" | "access";

/** How far each role sees what there is of people; beyond that it cannot tell a thing from one that does not exist. */
const SIGHT: Readonly<Record<Kind, ByRole<Scope>>> = {
  person: ["any", "any", "department", "none"],
  call: ["any", "any", "department", "own"],
  contact: ["any", "any", "department", "department"],
  // managing a person takes in their mailboxes; merely seeing the person does not
  mailbox: ["any", "own", "department", "own"],
  // a state that was begun with a mail provider is a secret of the one who began it
  signIn: ["own", "own", "own", "own"],
  // the right to look after access is the company's: who lacks it is refused whoever is named, and learns nothing by it
  access: ["any", "any", "any", "any"],
};

/** What is different about an operation. */
interface Particulars {
  /** Places that the operation is asked about besides people of all departments. */
  readonly also?: readonly ("superior" | "company")[];
  /** What comes of doing it to oneself, within the scope. @default "done" */
  readonly self?: Outcome;
  /** What comes of it beyond the scope. @default "forbidden" for what is seen, "not_found" for what is not */
  readonly beyond?: Outcome | Readonly<Partial<Record<Place, Outcome>>>;
}

export type Expectation =
  | ({ readonly who: "people"; readonly of: Kind; readonly scopes: ByRole<Scope> } & Particulars)
  | { readonly who: "role"; readonly may: ByRole<boolean> }
  | { readonly who: "host" };

/** An operation on somebody or something of theirs: the widest scope in which each role may use it. */
function about(of: Kind, scopes: ByRole<Scope>, particulars: Particulars = {}): Expectation {
  return { who: "people", of, scopes, ...particulars };
}

/** An operation that concerns nobody: which roles may use it. */
function open(...may: ByRole<boolean>): Expectation {
  return { who: "role", may };
}

/** An operation for the host's backend: no role opens it. */
const host: Expectation = { who: "host" };

const everybody: Expectation = open(true, true, true, true);
const administrator: Expectation = open(true, false, false, false);

/** Managing people: the administrator everybody, a head the department but for those who may do more than a head. */
const managing: ByRole<Scope> = ["any", "none", "department", "none"];
/** What those may do who manage the person, and each with what is their own. */
const managingOrOwn: ByRole<Scope> = ["any", "own", "department", "own"];
const superior = { also: ["superior"] } as const;
const company = { also: ["company"] } as const;
const unlisted = { beyond: "nothing" } as const;
const shutOut = { also: ["superior"], self: "lockout_prevented" } as const;
/** A person in a department out of reach, or with rights beyond one's own, is a mistake in the form. */
const unmade = { also: ["superior"], beyond: "validation" } as const;
/** A row that names somebody out of sight speaks of somebody new, and lacks what they need. */
const unmatched = {
  also: ["superior"],
  beyond: { superior: "forbidden", beside: "validation", above: "validation" },
} as const;

/** What each role may do by each operation of the API. */
export const expectations: Readonly<Record<string, Expectation>> = {
  "session.me": everybody,

  "users.list": about("person", ["any", "any", "department", "none"], unlisted),
  "users.get": about("person", ["any", "any", "department", "none"]),
  "users.create": about("person", managing, unmade),
  "users.update": about("person", managing, superior),
  "users.setState": about("person", managing, shutOut),
  "users.bulk": about("person", managing, superior),
  "users.import": about("person", managing, unmatched),
  "users.remove": about("person", managing, shutOut),
  "users.resendInvitation": about("person", managing, superior),
  "users.endSessions": about("person", managingOrOwn, superior),

  // everybody picks departments and looks people up by them
  "org.read": everybody,
  "org.createDepartment": administrator,
  "org.updateDepartment": administrator,
  "org.removeDepartment": administrator,
  "org.createPosition": administrator,
  "org.updatePosition": administrator,
  "org.removePosition": administrator,
  "org.createGroup": administrator,
  "org.updateGroup": administrator,
  "org.removeGroup": administrator,

  "roles.catalogue": open(true, true, false, false),
  "roles.list": open(true, true, false, false),
  "roles.get": open(true, true, false, false),
  "roles.create": administrator,
  "roles.update": administrator,
  "roles.remove": administrator,
  "roles.expectations": open(true, true, false, false),
  "roles.setExpectations": administrator,
  "roles.testExpectations": open(true, true, false, false),
  "roles.usage": open(true, true, false, false),
  "assignments.list": open(true, true, false, false),
  "assignments.replace": administrator,

  // whoever makes users gives them SIP accounts
  "telephony.freeSipAccounts": open(true, false, true, false),
  // extensions stand in everybody's phone book, so that the account of somebody out of sight is no secret
  "telephony.checkSipAccount": about("person", managing, { beyond: "forbidden" }),
  "telephony.credentials": everybody,
  "telephony.numbers": everybody,
  "telephony.createNumber": administrator,
  "telephony.updateNumber": administrator,
  "telephony.removeNumber": administrator,

  "calls.list": about("call", ["any", "any", "department", "own"], unlisted),
  "calls.statistics": about("call", ["any", "any", "department", "own"], unlisted),
  "calls.get": about("call", ["any", "any", "department", "own"]),
  // a page makes the id of a call by itself, and another person's is refused whether it is seen or not
  "calls.save": about("call", ["own", "own", "own", "own"], { beyond: "forbidden" }),
  "calls.annotate": about("call", ["own", "own", "own", "own"]),
  "calls.recording": about("call", ["any", "any", "department", "own"]),
  "calls.removeRecording": about("call", ["any", "none", "none", "none"]),

  "mail.providers": everybody,
  "mail.discover": everybody,
  "mail.beginOAuth": everybody,
  "mail.finishOAuth": about("signIn", ["own", "own", "own", "own"]),
  "mail.check": about("mailbox", managingOrOwn),
  "mail.folders": about("mailbox", managingOrOwn),
  "mail.list": about("mailbox", managingOrOwn),
  "mail.get": about("mailbox", managingOrOwn),
  "mail.create": about("person", managingOrOwn, superior),
  "mail.update": about("mailbox", managingOrOwn, superior),
  "mail.remove": about("mailbox", managingOrOwn, superior),

  "access.logins": about("access", ["any", "any", "own", "own"], company),
  "access.sessions": about("access", ["any", "any", "own", "own"]),
  "access.endSession": about("access", ["any", "own", "own", "own"]),
  "access.ipRules": about("access", ["any", "any", "none", "none"], company),
  "access.setIpRules": about("access", ["any", "none", "none", "none"], company),
  "access.testAddress": about("access", ["any", "any", "none", "none"], company),
  "access.limits": open(true, true, false, false),
  "access.setLimits": administrator,
  "access.limitUse": about("access", ["any", "any", "own", "own"]),
  "access.consume": everybody,
  "access.restore": about("access", ["any", "none", "none", "none"]),

  "records.owned": about("person", managing, superior),
  "records.transfer": about("person", managing, superior),

  "directory.lookup": about("contact", ["any", "any", "department", "department"], unlisted),
  "directory.contacts": about("contact", ["any", "any", "department", "department"], unlisted),
  // the internal phone book
  "directory.colleagues": everybody,

  "audit.list": open(true, true, false, false),

  // what is told is that a person was changed: to who sees them, and to themselves
  "events.subscribe": about("person", ["any", "any", "department", "own"], unlisted),
  "events.changesSince": about("person", ["any", "any", "department", "own"], unlisted),

  "host.mintToken": host,
  "host.logIn": host,
  "host.beginSession": host,
  "host.endSession": host,
  "host.readInvitation": host,
  "host.acceptInvitation": host,
  "host.attachRecording": host,
  "host.reportUses": host,
};

const PEOPLE = ["self", "colleague", "below", "beside", "above"] as const;

/** About whom an operation is asked; for one that concerns nobody the one who asks stands in. */
export function placesOf(expectation: Expectation): readonly Place[] {
  return expectation.who === "people" ? [...PEOPLE, ...(expectation.also ?? [])] : ["self"];
}

/** What comes of it when a role asks about somebody at a place. */
export function expectedOutcome(expectation: Expectation, role: RoleId, place: Place): Outcome {
  const column = ROLES.indexOf(role);
  if (expectation.who === "host") return "unauthenticated";
  if (expectation.who === "role") return expectation.may[column] ? "done" : "forbidden";
  const { of, scopes, self = "done", beyond } = expectation;
  const scope = scopes[column] ?? "none";
  if (reaches(scope, place)) return place === "self" ? self : "done";
  if (scope === "none") return "forbidden"; // before anybody is looked for
  const particular = typeof beyond === "object" ? beyond[place] : beyond;
  return particular ?? (sees(SIGHT[of][column] ?? "none", place) ? "forbidden" : "not_found");
}
