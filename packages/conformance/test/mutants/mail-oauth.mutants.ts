import { answering, type Json, type Mutant, mutant, rememberingMutant, words } from "./mutant.ts";

export const mailOAuthMutants: readonly Mutant[] = [
  answering("mail.beginOAuth sends no challenge", "mail.beginOAuth", (step) => {
    const url = new URL(words(step["url"]));
    url.searchParams.delete("code_challenge");
    return { ...step, url: url.href };
  }),
  answering("mail.beginOAuth puts the secret into the address", "mail.beginOAuth", (step) => ({
    ...step,
    url: `${words(step["url"])}&client_secret=of-the-operator`,
  })),
  mutant("mail.finishOAuth takes anybody's state", "mail.finishOAuth", (verb, { memory }) => async (input, context) => {
    const people = Object.values(memory.company.demoPeople);
    for (const userId of people) {
      const port = memory.as(userId).ports.mail as unknown as Record<string, typeof verb>;
      const outcome = await port["finishOAuth"]?.(input, context).catch(() => undefined);
      if (outcome !== undefined) return outcome;
    }
    return verb(input, context);
  }),
  rememberingMutant("mail.finishOAuth takes a state twice", "mail.finishOAuth", () => {
    const outcomes = new Map<string, unknown>();
    return (verb) => async (input: Json, context) => {
      const state = words(input["state"]);
      if (outcomes.has(state)) return outcomes.get(state);
      const outcome = await verb(input, context);
      outcomes.set(state, outcome);
      return outcome;
    };
  }),
  mutant("mail.finishOAuth takes a refusal for leave", "mail.finishOAuth", (verb) => async (input, context) => {
    const outcome = (await verb(input, context)) as Json;
    return outcome["ok"] === false
      ? { ok: true, grant: { id: "g", providerId: "x", expiresAt: "2030-01-01T00:00:00.000Z" } }
      : outcome;
  }),
];
