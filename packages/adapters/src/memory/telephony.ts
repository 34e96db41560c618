import {
  CrewError,
  displayName,
  type PhoneCredentials,
  type PlaceCalls,
  type Ports,
  type Scope,
  type SipAccountInput,
  type SipCheckReport,
} from "@crewdock/contract";
import { scopeOf } from "./actor.ts";
import { change } from "./change.ts";
import { sipAccountOf } from "./indexes.ts";
import { callerIdsOf, numberVerbs } from "./numbers.ts";
import { sipReport } from "./sip-check.ts";
import { sameServer } from "./user-accounts.ts";
import { type Backstage, type Call, verb } from "./verb.ts";

const lifetime = 300_000;
const placeCalls: Readonly<Record<Scope, PlaceCalls>> = {
  none: "none",
  own: "contacts",
  department: "contacts",
  any: "anyone",
};

export function telephonyPort(backstage: Backstage): Ports["telephony"] {
  return {
    freeSipAccounts: verb(backstage, "telephony", "freeSipAccounts", (_input, { store }) => ({
      items: [...store.tables.sipAccounts.values()]
        .filter(({ userId }) => userId === null)
        .sort((a, b) => a.login.localeCompare(b.login, "en", { numeric: true })),
      defaults: store.sipDefaults,
    })),
    checkSipAccount: verb(backstage, "telephony", "checkSipAccount", ({ account }, call) => check(account, call)),
    credentials: verb(backstage, "telephony", "credentials", ({ use }, call) => credentials(use, call)),
    ...numberVerbs(backstage),
  };
}

async function check(account: SipAccountInput, call: Call): Promise<SipCheckReport> {
  const { store } = call;
  const stored = account.id === null ? undefined : store.tables.sipAccounts.get(account.id);
  if (account.password === null && !(stored && sameServer(stored, account)))
    throw new CrewError("validation", { fields: [{ pointer: "/password", code: "required" }] });
  const password =
    account.password ?? (stored ? store.tables.secrets.get(`sip:${stored.id}`)?.text : undefined) ?? null;
  await call.pause();
  const report = sipReport(account, password);
  const present = stored && store.tables.sipAccounts.get(stored.id);
  if (report.ok && present && sameServer(present, account))
    change(
      call,
      ({ draft }) => draft.put("sipAccounts", { ...present, checkedAt: store.now().toISOString() }),
      "checking",
    );
  return report;
}

function credentials(use: "call" | "receive", call: Call): PhoneCredentials {
  const { store, actor } = call;
  const account = sipAccountOf(store.tables, actor.user.id);
  if (!account) throw new CrewError("not_found");
  const scope = scopeOf(actor, "call.place");
  if (use === "call" && scope === "none") throw new CrewError("forbidden");
  const expires = store.now().getTime() + lifetime;
  return {
    aor: `sip:${account.login}@${account.domain}`,
    displayName: displayName(actor.user.name),
    webSocketUrl: account.webSocketUrl ?? store.sipDefaults.webSocketUrl ?? `wss://${account.domain}/sip`,
    username: `${String(Math.floor(expires / 1000))}:${account.login}:${use}`,
    password: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(20)))),
    expiresAt: new Date(expires).toISOString(),
    iceServers: [],
    placeCalls: placeCalls[scope],
    ...callerIdsOf(call),
  };
}
