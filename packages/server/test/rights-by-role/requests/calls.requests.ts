import type { CallRecord, CallStatistics, Contact } from "@crewdock/contract";
import { callInput } from "../../../src/testing/inputs.ts";
import { callOf, newCall, newContact, newRecordedCall, sipAccountOf } from "../things.ts";
import { type Listed, listed, type Questions } from "./question.ts";

export const callQuestions: Questions = {
  "calls.list": async (world, { id: userId }) => {
    const call = await callOf(world, userId);
    return {
      query: { userId },
      means: ({ items }: Listed<CallRecord>) => listed(items.some(({ id }) => id === call.id)),
    };
  },
  "calls.statistics": async (world, { id: userId }) => {
    await callOf(world, userId);
    const query = { from: "2026-03-01T00:00:00Z", to: "2026-04-01T00:00:00Z", timeZone: "Europe/Warsaw", by: "user" };
    return { query, means: ({ groups }: CallStatistics) => listed(groups.some(({ key }) => key === userId)) };
  },
  "calls.get": async (world, { id: userId }) => ({ path: { id: (await callOf(world, userId)).id } }),
  "calls.save": async (world, { place, id: userId }) => {
    const id = place === "self" ? `rights-${world.next()}` : (await newCall(world, userId)).id;
    return { path: { id }, body: callInput({ number: "+48220000001" }) };
  },
  "calls.annotate": async (world, { id: userId }) => {
    const { id, version } = await newCall(world, userId);
    return { path: { id }, version, body: { note: "Call back", outcome: "call_back" } };
  },
  "calls.recording": async (world, { id: userId }) => ({
    path: { id: (await newRecordedCall(world, userId)).id },
    read: async (response) => (await response.arrayBuffer()).byteLength,
    means: (bytes: number) => listed(bytes === 8),
    changes: true, // the audit log tells who has listened
  }),
  "calls.removeRecording": async (world, { id: userId }) => ({
    path: { id: (await newRecordedCall(world, userId)).id },
  }),
  "telephony.freeSipAccounts": async () => ({}),
  "telephony.numbers": async () => ({}),
  "telephony.checkSipAccount": async (world, { id: userId }) => {
    const { userId: _, checkedAt: __, ...account } = await sipAccountOf(world, userId);
    return { body: { ...account, password: null } };
  },
  "telephony.credentials": async (world, { id: userId }) => {
    await sipAccountOf(world, userId);
    return { body: { use: "call" }, changes: false };
  },
  "directory.lookup": async (world, { id: userId }) => {
    const { id, phone } = await newContact(world, userId);
    return {
      body: { number: phone },
      means: ({ caller }: { readonly caller: { readonly id: string } | null }) => listed(caller?.id === id),
      changes: false,
    };
  },
  "directory.contacts": async (world, { id: userId }) => {
    const { id, name } = await newContact(world, userId);
    return { query: { q: name }, means: ({ items }: Listed<Contact>) => listed(items.some((item) => item.id === id)) };
  },
  "directory.colleagues": async () => ({}),
};
