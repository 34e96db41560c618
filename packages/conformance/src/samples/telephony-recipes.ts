import type { MethodName } from "@crewdock/contract";
import { onlyIf } from "../kit/conformance-case.ts";
import { saveCall } from "./call-samples.ts";
import { callInput, sipInput } from "./inputs.ts";
import { markedTime } from "./marked-calls.ts";
import { createNumber, numberInput } from "./number-samples.ts";
import type { Recipe } from "./recipes.ts";

export const telephonyRecipes: Readonly<Record<MethodName, Recipe>> = {
  "telephony.freeSipAccounts": { input: () => Promise.resolve({}) },
  "telephony.checkSipAccount": {
    input: async (context) => ({
      account: sipInput(context, context.unique(), { domain: "sip.invalid", transport: "udp" }),
    }),
  },
  "telephony.numbers": { input: () => Promise.resolve({}) },
  "telephony.createNumber": { input: (context) => Promise.resolve({ number: numberInput(context) }) },
  "telephony.updateNumber": {
    input: async (context) => {
      const { id, version } = await createNumber(context);
      return { id, version, patch: { name: `Renamed ${context.unique()}` } };
    },
  },
  "telephony.removeNumber": {
    input: async (context) => {
      const { id, version } = await createNumber(context);
      return { id, version };
    },
  },
  "calls.list": { input: () => Promise.resolve({ limit: 5 }) },
  "calls.statistics": { input: () => Promise.resolve({ ...markedTime, timeZone: "Europe/Moscow", by: "day" }) },
  "calls.get": { input: async (context) => ({ id: (await saveCall(context)).id }) },
  "calls.save": {
    input: async ({ unique }) => ({ id: unique(), call: callInput(unique()) }),
  },
  "calls.recording": {
    input: async ({ as }) => {
      const [call] = (await as("admin").calls.list({ recorded: true, limit: 1 })).items;
      onlyIf(call !== undefined, "no call has a recording");
      return { id: call.id };
    },
  },
  "calls.annotate": {
    input: async (context) => {
      const { id, version } = await saveCall(context);
      return { id, version, notes: { note: "Перезвонить", outcome: null } };
    },
  },
};
