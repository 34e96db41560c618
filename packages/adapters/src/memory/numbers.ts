import {
  CrewError,
  type FieldError,
  type Id,
  mayShow,
  type PhoneCredentials,
  type PhoneNumber,
  type PhoneNumberInput,
  type PhoneNumberPatch,
  type Ports,
} from "@crewdock/contract";
import { refuse, sortNumbers } from "@crewdock/contract/serve";
import { factsOfUser, has, reaches } from "./actor.ts";
import { type Change, change } from "./change.ts";
import { organisationOf } from "./indexes.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

type NumberVerb = "numbers" | "createNumber" | "updateNumber" | "removeNumber";

/** The company's numbers, as verbs of the telephony port. */
export function numberVerbs(backstage: Backstage): Pick<Ports["telephony"], NumberVerb> {
  return {
    numbers: verb(backstage, "telephony", "numbers", (_input, { store }) => ({
      items: sortNumbers(store.tables.numbers.values()),
    })),
    createNumber: verb(backstage, "telephony", "createNumber", ({ number }, call) => {
      refuse([...takenErrors(number, call), ...departmentErrors(number.departmentIds, call)]);
      const { store } = call;
      return put({ ...number, id: store.nextId("n"), version: store.nextVersion() }, "number.create", call);
    }),
    updateNumber: verb(backstage, "telephony", "updateNumber", ({ id, version, patch }, call) => {
      const before = numberAt(id, version, call);
      const given = Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
      const number = { ...before, ...given };
      refuse(departmentErrors(patch.departmentIds, call));
      for (const use of before.uses) if (!number.uses.includes(use)) demandUnshown(call, id, use);
      return put({ ...number, version: call.store.nextVersion() }, "number.update", call);
    }),
    removeNumber: verb(backstage, "telephony", "removeNumber", ({ id, version }, call) => {
      const before = numberAt(id, version, call);
      for (const use of ["calls", "sms"] as const) demandUnshown(call, id, use);
      change(call, ({ draft, audit, tell }) => {
        draft.drop("numbers", id);
        audit({ action: "number.remove", recordType: "number", recordId: id, before, after: null });
        tell("number.changed", id);
      });
    }),
  };
}

/** Takes a department that goes out of the numbers that name it; one that is left with none is nobody's to show. */
export function forgetDepartment(departmentId: Id, { store }: Call, { draft, audit, tell }: Change): void {
  for (const before of store.tables.numbers.values()) {
    if (!before.departmentIds?.includes(departmentId)) continue;
    const departmentIds = before.departmentIds.filter((id) => id !== departmentId);
    const after = { ...before, departmentIds, version: store.nextVersion() };
    draft.put("numbers", after);
    audit({ action: "number.update", recordType: "number", recordId: after.id, before, after });
    tell("number.changed", after.id);
  }
}

/** @throws CrewError `not_found`, `conflict` */
function numberAt(id: string, version: string, { store }: Call): PhoneNumber {
  const number = store.tables.numbers.get(id);
  if (!number) throw new CrewError("not_found");
  if (number.version !== version) throw new CrewError("conflict", { current: number });
  return number;
}

function takenErrors({ number }: PhoneNumberInput, { store }: Call): readonly FieldError[] {
  const taken = [...store.tables.numbers.values()].some((other) => other.number === number);
  return taken ? [{ pointer: "/number", code: "duplicate" }] : [];
}

function departmentErrors(ids: PhoneNumberPatch["departmentIds"], { store }: Call): readonly FieldError[] {
  return (ids ?? []).flatMap((id, index): readonly FieldError[] =>
    store.tables.departments.has(id) ? [] : [{ pointer: `/departmentIds/${String(index)}`, code: "not_found" }],
  );
}

/** @throws CrewError `in_use` */
function demandUnshown({ store }: Call, id: string, use: "calls" | "sms"): void {
  const member = use === "calls" ? "callerId" : "smsCallerId";
  for (const user of store.tables.users.values()) if (user[member] === id) throw new CrewError("in_use");
}

function put(number: PhoneNumber, action: "number.create" | "number.update", call: Call): PhoneNumber {
  const before = call.store.tables.numbers.get(number.id) ?? null;
  return change(call, ({ draft, audit, tell }) => {
    draft.put("numbers", number);
    audit({ action, recordType: "number", recordId: number.id, before, after: number });
    tell("number.changed", number.id);
    return number;
  });
}

/** What the actor's phone may show. */
export function callerIdsOf({ store, actor }: Call): Pick<PhoneCredentials, "callerId" | "callerIds"> {
  if (store.missing.has("telephony.numbers")) return {};
  const { departments } = organisationOf(store.tables);
  const shown = sortNumbers(store.tables.numbers.values())
    .filter((number) => mayShow(number, "calls", actor.user.departmentId, departments))
    .map(({ id, number, name }) => ({ id, number, name }));
  const mayChoose = has(actor, "call.place") && reaches(actor, "telephony.user.edit", factsOfUser(actor.user));
  return {
    callerId: shown.find(({ id }) => id === actor.user.callerId) ?? null,
    callerIds: mayChoose ? shown : [],
  };
}
