import type { MethodName } from "@crewdock/contract";
import { saveCall } from "./call-samples.ts";
import { callInput, sipInput } from "./inputs.ts";
import type { Recipe } from "./recipes.ts";

export const telephonyRecipes: Readonly<Record<MethodName, Recipe>> = {
  "telephony.freeSipAccounts": { input: () => Promise.resolve({}) },
  "telephony.checkSipAccount": {
    input: async (context) => ({
      account: sipInput(context, context.unique(), { domain: "sip.invalid", transport: "udp" }),
    }),
  },
  "calls.list": { input: () => Promise.resolve({ limit: 5 }) },
  "calls.get": { input: async (context) => ({ id: (await saveCall(context)).id }) },
  "calls.save": {
    input: async ({ unique }) => ({ id: unique(), call: callInput(unique()) }),
  },
  "calls.annotate": {
    input: async (context) => {
      const { id, version } = await saveCall(context);
      return { id, version, notes: { note: "Перезвонить", outcome: null } };
    },
  },
};
