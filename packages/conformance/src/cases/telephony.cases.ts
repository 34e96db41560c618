import { casesOf, type ConformanceCase } from "../conformance-case.ts";
import { ensure, ensureFails } from "../expect.ts";
import { createUser } from "../samples.ts";

export const telephonyCases: readonly ConformanceCase[] = casesOf("telephony", {
  "gives a free SIP account to one user only": [
    ["telephony.freeSipAccounts", "users.create", "users.update"],
    async (context) => {
      const { telephony, users } = context.as("admin");
      const free = (await telephony.freeSipAccounts({})).items[0];
      ensure(free !== undefined, "none is free");
      const { id, login, domain, port, transport, webSocketUrl } = free;
      const sipAccount = { id, login, domain, port, transport, webSocketUrl, password: null };
      const user = await createUser(context, { sipAccount });
      ensure(user.sipAccount?.id === id, "it is the user's");
      ensure(!(await telephony.freeSipAccounts({})).items.some((one) => one.id === id), "it is still free");
      await ensureFails(createUser(context, { sipAccount }), "duplicate");
      await users.update({ id: user.id, version: user.version, patch: { sipAccount: null } });
      ensure(
        (await telephony.freeSipAccounts({})).items.some((one) => one.id === id),
        "it did not become free",
      );
    },
  ],
  "gives short-lived credentials of the actor's own extension": [
    ["telephony.credentials"],
    async ({ as }) => {
      const made = await as("manager").telephony.credentials({ use: "call" });
      ensure(made.aor.startsWith("sip:1003@"), `aor ${made.aor}`);
      ensure(made.placeCalls === "anyone", "may call anyone");
      const left = Date.parse(made.expiresAt) - Date.now();
      ensure(left > 0 && left <= 24 * 3_600_000, "they expire within a day");
    },
  ],
  "shows free SIP accounts only to those who manage users": [
    ["telephony.freeSipAccounts"],
    async ({ as }) => {
      await ensureFails(as("manager").telephony.freeSipAccounts({}), "forbidden");
    },
  ],
});
