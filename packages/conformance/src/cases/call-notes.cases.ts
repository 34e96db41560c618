import type { CallNotes, CallRecord } from "@crewdock/contract";
import {
  casesOf,
  type ConformanceCase,
  type ConformanceContext,
  onlyIf,
  type Person,
} from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureFields, ensureSame } from "../kit/expect.ts";
import { saveCall } from "../samples/call-samples.ts";

const some: CallNotes = { note: "Перезвонить\nw środę — «после 14:00» <b>", outcome: null };

function annotate(
  context: ConformanceContext,
  { id, version }: CallRecord,
  notes: CallNotes,
  actor: Person = "admin",
): Promise<CallRecord> {
  return context.as(actor).calls.annotate({ id, version: version ?? "", notes });
}

export const callNoteCases: readonly ConformanceCase[] = casesOf("calls", {
  "reads one call as the list shows it": [
    ["calls.save", "calls.get", "calls.list"],
    async (context) => {
      const saved = await saveCall(context);
      const { calls } = context.as("admin");
      ensureSame(await calls.get({ id: saved.id }), saved, "read by its id");
      ensureSame((await calls.list({ q: saved.number })).items, [saved], "in the list");
    },
  ],
  "does not show a call that is out of sight": [
    ["calls.save", "calls.get"],
    async (context) => {
      const { grants } = context.world.session("nobody");
      onlyIf(grants["call.view"] === "own", "the nobody does not see own calls only");
      const { id } = await saveCall(context);
      await ensureFails(context.as("nobody").calls.get({ id }), "not_found");
      const own = await saveCall(context, {}, "nobody");
      ensureSame((await context.as("nobody").calls.get({ id: own.id })).id, own.id, "one's own");
    },
  ],
  "keeps a note as it was written, in every script and with its line breaks": [
    ["calls.save", "calls.annotate", "calls.get"],
    async (context) => {
      const saved = await saveCall(context);
      ensureSame([saved.note ?? null, saved.outcome ?? null], [null, null], "a new call");
      const noted = await annotate(context, saved, some);
      ensureSame(noted.note, some.note, "the note");
      ensureSame(await context.as("admin").calls.get({ id: saved.id }), noted, "read back");
      const cleared = await annotate(context, noted, { note: null, outcome: null });
      ensureSame(cleared.note ?? null, null, "taken back");
    },
  ],
  "takes the outcomes of the policy and no others": [
    ["calls.save", "calls.annotate", "calls.get"],
    async (context) => {
      const saved = await saveCall(context);
      const refused = await ensureFails(annotate(context, saved, { note: null, outcome: "no-such" }), "validation");
      ensureFields(refused, { "/outcome": "invalid_option" });
      const [first] = context.world.session("admin").policy.callOutcomes ?? [];
      onlyIf(first !== undefined, "the policy has no outcomes");
      const noted = await annotate(context, saved, { note: null, outcome: first.id });
      ensureSame(noted.outcome, first.id, "the outcome");
    },
  ],
  "lets the phone and the person write side by side": [
    ["calls.save", "calls.annotate", "calls.get"],
    async (context) => {
      const { calls } = context.as("admin");
      const ringing = await saveCall(context);
      const noted = await annotate(context, ringing, some);
      const { id, userId: _user, version: _version, note: _note, outcome: _outcome, ...call } = ringing;
      const end = { endedAt: "2026-03-01T09:05:00.000Z", result: "no_answer" } as const;
      const over = await calls.save({ id, call: { ...call, ...end } });
      ensureSame([over.note, over.version, over.result], [some.note, noted.version, end.result], "after the end");
      const again = await annotate(context, noted, { note: "2", outcome: null });
      ensureSame([again.note, again.endedAt], ["2", end.endedAt], "the end stays");
    },
    "Saving a call must neither touch its notes nor their version.",
  ],
  "does not let anybody write on another person's call": [
    ["calls.save", "calls.annotate", "calls.list"],
    async (context) => {
      const saved = await saveCall(context, {}, "limited");
      for (const actor of ["nobody", "admin"] as const)
        await ensureFails(annotate(context, saved, some, actor), "forbidden", "not_found");
      const { items } = await context.as("admin").calls.list({ q: saved.number });
      ensure(
        items.every(({ note = null }) => note === null),
        "it was written all the same",
      );
    },
  ],
  "tells of a note": [
    ["calls.save", "calls.annotate", "events.changesSince"],
    async (context) => {
      const saved = await saveCall(context);
      const { events } = context.as("admin");
      const { cursor } = await events.changesSince({});
      await annotate(context, saved, some);
      const told = await events.changesSince({ since: cursor, limit: 500 });
      ensure(
        told.events.some(({ type, id }) => type === "call.changed" && id === saved.id),
        "no call.changed",
      );
    },
  ],
});
