import type { CallRecord } from "@crewdock/contract";
import { casesOf, type ConformanceCase, type ConformanceContext, onlyIf } from "../kit/conformance-case.ts";
import { ensure, ensureFails, ensureSame } from "../kit/expect.ts";
import { saveCall } from "../samples/call-samples.ts";

const listening = ["calls.list", "calls.recording"] as const;
const removing = ["calls.list", "calls.get", "calls.recording", "calls.removeRecording"] as const;

/** Calls that the backend has recordings of; the kit has no way to record one. */
async function recordedCalls({ as }: ConformanceContext): Promise<readonly CallRecord[]> {
  const { items } = await as("admin").calls.list({ recorded: true, limit: 200 });
  onlyIf(items.length > 0, "no call has a recording");
  return items;
}

/** A call with a recording that the nobody sees, or does not see. */
async function recordedCall(context: ConformanceContext, isSeen: boolean): Promise<CallRecord> {
  const { calls } = context.as("nobody");
  for (const call of await recordedCalls(context)) {
    const seen = await calls.get({ id: call.id }).then(
      () => true,
      () => false,
    );
    if (seen === isSeen) return call;
  }
  onlyIf(false, `no recorded call that the nobody ${isSeen ? "sees" : "does not see"}`);
}

export const recordingCases: readonly ConformanceCase[] = casesOf("calls", {
  "finds calls by whether they were recorded": [
    ["calls.list", "calls.save"],
    async (context) => {
      const { calls } = context.as("admin");
      const saved = await saveCall(context);
      const found = async (recorded: boolean): Promise<readonly string[]> =>
        (await calls.list({ q: saved.number, recorded })).items.map(({ id }) => id);
      ensureSame([await found(false), await found(true)], [[saved.id], []], "a call without a recording");
      const { items } = await calls.list({ recorded: true, limit: 200 });
      ensure(
        items.every(({ recording = null }) => recording !== null),
        "a call without a recording among those that have one",
      );
    },
  ],
  "plays what the record says: sound of that type": [
    listening,
    async (context) => {
      const [call] = await recordedCalls(context);
      const { mediaType, bytes } = await context.as("admin").calls.recording({ id: call?.id ?? "" });
      ensureSame(mediaType, call?.recording?.mediaType, "the media type");
      ensure(bytes.byteLength > 0, "there is nothing to hear");
      if (mediaType === "audio/wav") {
        const name = String.fromCharCode(...bytes.slice(0, 4), ...bytes.slice(8, 12));
        ensureSame(name, "RIFFWAVE", "the beginning of a WAV file");
        const size = new DataView(bytes.buffer, bytes.byteOffset).getUint32(4, true);
        ensureSame(size, bytes.byteLength - 8, "all of the file");
      }
      const again = await context.as("admin").calls.recording({ id: call?.id ?? "" });
      ensureSame(again.bytes.slice(-64), bytes.slice(-64), "the same once more");
    },
    '`answer: "binary"`: the body is the sound itself, its media type the Content-Type.',
  ],
  "writes down who listens to a recording": [
    [...listening, "audit.list"],
    async (context) => {
      const { calls, audit } = context.as("admin");
      const [call] = await recordedCalls(context);
      const id = call?.id ?? "";
      await calls.recording({ id });
      const { items } = await audit.list({ actorId: context.people.admin, recordId: id, limit: 200 });
      const heard = items.find(({ action }) => action === "call.listenRecording");
      ensureSame(heard?.recordType, "call", "the audit record of the listening");
      ensureSame(heard?.after, heard?.before, "the call before and after it");
    },
    "Playing is a read, and yet `call.listenRecording` belongs into the audit log, once for each listening.",
  ],
  "has nothing to play of a call that was not recorded": [
    ["calls.save", "calls.recording"],
    async (context) => {
      const { id } = await saveCall(context);
      await ensureFails(context.as("admin").calls.recording({ id }), "not_found");
    },
  ],
  "plays nothing of a call that is out of sight": [
    ["calls.list", "calls.get", "calls.recording"],
    async (context) => {
      const { id } = await recordedCall(context, false);
      await ensureFails(context.as("nobody").calls.recording({ id }), "not_found", "forbidden");
      await context.as("admin").calls.recording({ id });
    },
  ],
  "removes a recording for good, and keeps the call": [
    removing,
    async (context) => {
      const { calls } = context.as("admin");
      const recorded = await recordedCalls(context);
      onlyIf(recorded.length > 1, "the only recording is left to the other cases");
      const call = recorded.at(-1);
      const id = call?.id ?? "";
      const removed = await calls.removeRecording({ id });
      ensureSame({ ...removed, recording: null }, { ...call, recording: null }, "the call");
      ensureSame(removed.recording ?? null, null, "the recording");
      ensureSame(await calls.get({ id }), removed, "read back");
      await ensureFails(calls.recording({ id }), "not_found");
      ensureSame(await calls.removeRecording({ id }), removed, "once more");
    },
  ],
  "lets nobody without the right remove a recording": [
    removing,
    async (context) => {
      const scope = context.world.session("nobody").grants["call.recording.delete"] ?? "none";
      onlyIf(scope === "none", "the nobody may delete recordings");
      const [call] = await recordedCalls(context);
      const id = call?.id ?? "";
      await ensureFails(context.as("nobody").calls.removeRecording({ id }), "forbidden", "not_found");
      ensure(((await context.as("admin").calls.get({ id })).recording ?? null) !== null, "it has gone all the same");
    },
  ],
});
