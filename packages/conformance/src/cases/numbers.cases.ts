import type { PhoneNumber } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame, outcomes } from "../kit/expect.ts";
import { isWritable } from "../samples/edits.ts";
import { createUser } from "../samples/inputs.ts";
import { createNumber, numberInput } from "../samples/number-samples.ts";
import { createDepartment } from "../samples/org-recipes.ts";

async function stored(context: ConformanceContext, id: string): Promise<PhoneNumber | undefined> {
  const { items } = await context.as("nobody").telephony.numbers({});
  return items.find((one) => one.id === id);
}

/** A user who shows a number for calls. */
async function shownBy(context: ConformanceContext, more = {}): Promise<readonly [PhoneNumber, string]> {
  onlyIf(isWritable(context, "callerId"), "caller IDs are not written here");
  const number = await createNumber(context, more);
  return [number, (await createUser(context, { callerId: number.id })).id];
}

export const numberCases: readonly ConformanceCase[] = casesOf("telephony", {
  "keeps a number as it was sent, for everybody to see": [
    ["telephony.createNumber", "telephony.numbers"],
    async (context) => {
      const input = numberInput(context, {
        name: "Łódź «Центр» <b>",
        uses: ["calls", "sms"],
        departmentIds: [context.world.department],
      });
      const made = await context.as("admin").telephony.createNumber({ number: input });
      const { id: _id, version: _version, ...rest } = made;
      ensureSame(rest, input, "the number");
      ensureSame(await stored(context, made.id), made, "in the list");
    },
  ],
  "changes only what is named of a number": [
    ["telephony.createNumber", "telephony.updateNumber", "telephony.numbers"],
    async (context) => {
      const { id, version, ...before } = await createNumber(context, { departmentIds: [context.world.department] });
      const { telephony } = context.as("admin");
      const renamed = await telephony.updateNumber({ id, version, patch: { name: "Renamed" } });
      ensureSame({ ...renamed, version }, { ...before, id, version, name: "Renamed" }, "the others stay");
      const open = await telephony.updateNumber({ id, version: renamed.version, patch: { departmentIds: null } });
      ensureSame([open.departmentIds, open.name], [null, "Renamed"], "open to everybody");
      ensureSame(await stored(context, id), open, "read back");
    },
  ],
  "refuses a number that the company has already": [
    ["telephony.createNumber"],
    async (context) => {
      const { number } = await createNumber(context);
      ensureFields(await ensureFails(createNumber(context, { number }), "duplicate"), { "/number": "duplicate" });
    },
  ],
  "lets one of six have a number that all add at once": [
    ["telephony.createNumber", "telephony.numbers"],
    async (context) => {
      const number = numberInput(context);
      const { telephony } = context.as("admin");
      const { done, failed } = await outcomes(
        Array.from({ length: 6 }, () => telephony.createNumber({ number: { ...number } })),
      );
      ensureSame([done.length, new Set(failed.map(({ code }) => code)).size], [1, 1], "winners");
      ensure(
        failed.every(({ code }) => code === "duplicate"),
        "refused with something else",
      );
    },
  ],
  "names the departments that do not exist": [
    ["telephony.createNumber"],
    async (context) => {
      const departmentIds = [context.world.department, "x-none"];
      const error = await ensureFails(createNumber(context, { departmentIds }), "validation");
      ensureFields(error, { "/departmentIds/1": "not_found" });
    },
  ],
  "counts once what a number is sent with twice": [
    ["telephony.createNumber", "telephony.updateNumber", "telephony.numbers"],
    async (context) => {
      const { department } = context.world;
      const departmentIds = [department, department];
      const { id, version, ...made } = await createNumber(context, { uses: ["sms", "calls", "sms"], departmentIds });
      ensureSame([made.uses, made.departmentIds], [["sms", "calls"], [department]], "as it was made");
      const patch = { uses: ["calls", "calls", "sms"] as const, departmentIds };
      const changed = await context.as("admin").telephony.updateNumber({ id, version, patch });
      ensureSame([changed.uses, changed.departmentIds], [["calls", "sms"], [department]], "as it was changed");
      ensureSame(await stored(context, id), changed, "read back");
    },
    "read input by the contract's schemas: they leave what comes for the first time",
  ],
  "lists numbers by name, whatever the case and the accents": [
    ["telephony.createNumber", "telephony.numbers"],
    async (context) => {
      const unique = context.unique();
      const names = ["azur", "Łan", "Mała", "zet", "Ёлка", "жук"].map((word) => `${unique} ${word}`);
      for (const name of names.toReversed()) await createNumber(context, { name });
      const { items } = await context.as("nobody").telephony.numbers({});
      const listed = items.map(({ name }) => name).filter((name) => name.startsWith(unique));
      ensureSame(listed, names, "the names in their order");
    },
    "sortNumbers of @crewdock/contract/serve has the order; a database sorts by whatever collation it was set up with",
  ],
  "takes a department that is removed out of the numbers that name it": [
    [
      "telephony.createNumber",
      "telephony.updateNumber",
      "telephony.numbers",
      "org.createDepartment",
      "org.removeDepartment",
    ],
    async (context) => {
      const { id: gone, version } = await createDepartment(context);
      const both = await createNumber(context, { departmentIds: [gone, context.world.department] });
      const only = await createNumber(context, { departmentIds: [gone] });
      const { org, telephony } = context.as("admin");
      await org.removeDepartment({ id: gone, version });
      const left = await stored(context, both.id);
      ensureSame(left?.departmentIds, [context.world.department], "the departments that are left");
      ensureSame((await stored(context, only.id))?.departmentIds, [], "where none is left nobody may show it");
      ensure(left !== undefined && left.version !== both.version, "the version stayed");
      const patch = { name: "Renamed", departmentIds: left.departmentIds };
      const changed = await telephony.updateNumber({ id: left.id, version: left.version, patch });
      ensureSame([changed.name, changed.departmentIds], ["Renamed", left.departmentIds], "changed afterwards");
    },
  ],
  "stores the caller IDs of a user, and takes them away again": [
    ["telephony.createNumber", "users.create", "users.update", "users.get"],
    async (context) => {
      onlyIf(isWritable(context, "callerId") && isWritable(context, "smsCallerId"), "caller IDs are not written here");
      const both = await createNumber(context, { uses: ["sms", "calls"] });
      const shown = { callerId: both.id, smsCallerId: both.id };
      const { id, version } = await createUser(context, shown);
      const { users } = context.as("admin");
      const read = await users.get({ id });
      ensureSame([read.callerId, read.smsCallerId], [both.id, both.id], "both");
      const changed = await users.update({ id, version, patch: { callerId: null } });
      ensureSame([changed.callerId, changed.smsCallerId], [null, both.id], "one taken away");
      ensureSame((await createUser(context)).callerId ?? null, null, "none unless asked for");
    },
  ],
  "lets nobody show a number that is not good for it": [
    ["telephony.createNumber", "users.create", "users.update"],
    async (context) => {
      onlyIf(isWritable(context, "callerId") && isWritable(context, "smsCallerId"), "caller IDs are not written here");
      const { id, version } = await createUser(context);
      const calls = await createNumber(context);
      const patch = { callerId: "x-none", smsCallerId: calls.id };
      const call = context.as("admin").users.update({ id, version, patch });
      ensureFields(await ensureFails(call, "validation"), { "/callerId": "not_found", "/smsCallerId": "not_allowed" });
    },
  ],
  "lets only people of its departments show a number": [
    ["telephony.createNumber", "users.create"],
    async (context) => {
      onlyIf(isWritable(context, "callerId"), "caller IDs are not written here");
      const { world } = context;
      const { id: callerId } = await createNumber(context, { departmentIds: [world.otherDepartment()] });
      const call = createUser(context, { callerId, departmentId: world.department });
      ensureFields(await ensureFails(call, "validation"), { "/callerId": "not_allowed" });
      const inside = await createUser(context, { callerId, departmentId: world.otherDepartment() });
      ensureSame(inside.callerId, callerId, "within the department");
    },
  ],
  "keeps a number while somebody shows it": [
    [
      "telephony.createNumber",
      "telephony.removeNumber",
      "telephony.updateNumber",
      "telephony.numbers",
      "users.create",
      "users.get",
      "users.update",
    ],
    async (context) => {
      const [{ id, version }, userId] = await shownBy(context, { uses: ["calls", "sms"] });
      const { telephony, users } = context.as("admin");
      await ensureFails(telephony.removeNumber({ id, version }), "in_use");
      await ensureFails(telephony.updateNumber({ id, version, patch: { uses: ["sms"] } }), "in_use");
      ensureSame((await stored(context, id))?.uses, ["calls", "sms"], "it changed all the same");
      const user = await users.get({ id: userId });
      await users.update({ id: userId, version: user.version, patch: { callerId: null } });
      await telephony.removeNumber({ id, version });
      ensureSame(await stored(context, id), undefined, "it is still there");
    },
  ],
  "tells of a number to everybody": [
    ["telephony.createNumber", "events.changesSince"],
    async (context) => {
      const { events } = context.as("nobody");
      const { cursor } = await events.changesSince({});
      const { id } = await createNumber(context);
      const told = await events.changesSince({ since: cursor, limit: 500 });
      ensure(
        told.events.some((event) => event.type === "number.changed" && event.id === id),
        "no number.changed",
      );
    },
  ],
  "tells the phone which numbers it may show": [
    ["telephony.createNumber", "telephony.credentials", "telephony.numbers", "users.get"],
    async (context) => {
      const callers = (["nobody", "admin"] as const).filter((who) => context.world.session(who).user.hasSipAccount);
      onlyIf(callers.length > 0, "neither the nobody nor the administrator has a SIP account");
      const elsewhere = await createNumber(context, { uses: ["sms"] });
      const made = await createNumber(context);
      for (const who of callers) {
        const { user, grants } = context.world.session(who);
        const { callerId = null, callerIds = [] } = await context.as(who).telephony.credentials({ use: "receive" });
        const mayChoose =
          (grants["telephony.user.edit"] ?? "none") !== "none" && (grants["call.place"] ?? "none") !== "none";
        const offered = (id: string): boolean => callerIds.some((one) => one.id === id);
        ensureSame([offered(made.id), offered(elsewhere.id)], [mayChoose, false], `what ${who} may choose`);
        const { callerId: own = null } = await context.as("admin").users.get({ id: user.id });
        if (own === null) ensureSame(callerId, null, "the caller ID");
        else ensure(callerId === null || callerId.id === own, "it shows another number than the user's");
      }
    },
  ],
});
