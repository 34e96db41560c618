import type { MailAccount, MailCheckEvent, MailOAuthOutcome, MailOAuthStep } from "@crewdock/contract";
import { mailboxOf, newMailbox, newMailInput } from "../things.ts";
import { type Ask, type Listed, listed, type Questions } from "./question.ts";

/** The provider with which the tests' people sign in. */
export const PROVIDER = "gmail";

/** Tries a mailbox with the password that is stored with it. */
const trial: Ask = async (world, { id: userId }) => {
  const { id: accountId, form } = await mailboxOf(world, userId);
  const { email, providerId, imap, smtp } = form;
  return { body: { accountId, settings: { email, providerId, imap, smtp }, password: null } };
};

export const mailQuestions: Questions = {
  "mail.providers": async () => ({}),
  "mail.discover": async () => ({ body: { email: "irina@mail.example" }, changes: false }),
  "mail.beginOAuth": async () => ({ body: { providerId: PROVIDER, email: null } }),
  "mail.finishOAuth": async ({ crew }, { id }) => {
    const body = { providerId: PROVIDER, email: null };
    const { state } = (await crew.ask<MailOAuthStep>(id, "POST /v1/mail/oauth/begin", { body })).body;
    return {
      body: { state, code: null, error: "access_denied" },
      means: (outcome: MailOAuthOutcome) => listed(!outcome.ok && outcome.reason === "consent_refused"),
    };
  },
  "mail.check": async (world, target) => ({
    ...(await trial(world, target)),
    read: async (response) => JSON.parse((await response.text()).trim().split("\n").at(-1) ?? "") as MailCheckEvent,
    means: (last: MailCheckEvent) => listed(last.type === "report" && last.report.ok),
  }),
  "mail.folders": async (world, target) => ({ ...(await trial(world, target)), changes: false }),
  "mail.list": async (world, { id: userId }) => {
    const mailbox = await mailboxOf(world, userId);
    return {
      path: { userId },
      means: ({ items }: Listed<MailAccount>) => listed(items.some(({ id }) => id === mailbox.id)),
    };
  },
  "mail.get": async (world, { id: userId }) => ({ path: { id: (await mailboxOf(world, userId)).id } }),
  "mail.create": async (world, { id: userId }) => ({ path: { userId }, body: newMailInput(world) }),
  "mail.update": async (world, { id: userId }) => {
    const { id, version, form } = await newMailbox(world, userId);
    return { path: { id }, version, body: { ...form, active: false } };
  },
  "mail.remove": async (world, { id: userId }) => {
    const { id, version } = await newMailbox(world, userId);
    return { path: { id }, version };
  },
};
