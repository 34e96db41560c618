import assert from "node:assert/strict";
import type {
  MailAccount,
  MailCheckEvent,
  MailCheckReport,
  MailFolders,
  MailProvider,
  MailStageName,
} from "@crewdock/contract";
import type { MailProbe, MailSecret } from "../../options.ts";
import { mailInput, once } from "../../testing/inputs.ts";
import { type Answer, startTestServer, type TestServer } from "../../testing/test-server.ts";

export interface Problem {
  readonly code: string;
  readonly retryAfter?: number;
  readonly errors?: readonly { readonly pointer: string; readonly code: string }[];
}

export interface CheckBody {
  readonly accountId: string | null;
  readonly settings: ReturnType<typeof mailInput>;
  readonly password: string | null;
}

/** A server whose mail servers know one right password, and what a manager does there. */
export interface MailBench extends AsyncDisposable {
  readonly crew: TestServer;
  readonly admin: string;
  readonly manager: string;
  /** What the mail servers were asked with. */
  readonly asked: { readonly host: string; readonly password: MailSecret }[];
  /** To be called before each test: no accounts, and the limits of the test before are over. */
  reset(): Promise<void>;
  /** Begins a check that hangs at a stage, and leaves it there. */
  leaveAt(stage: MailStageName): Promise<void>;
  check(members?: Partial<CheckBody>, userId?: string): Promise<Answer<string>>;
  made(members?: Parameters<typeof mailInput>[0]): Promise<MailAccount>;
  update<Body = MailAccount>(account: MailAccount, body: object, userId?: string): Promise<Answer<Body>>;
}

/** A mail server's right password. */
export const RIGHT = "planted-mail-password";

const FOLDERS: MailFolders = {
  folders: [{ path: "Sent", name: "Отправленные", specialUse: "sent" }],
  sent: { path: "Sent", by: "special-use" },
};

function report(ok: boolean): MailCheckReport {
  const failure = {
    code: "bad_login",
    stage: "login",
    retryable: false,
    serverText: null,
    link: null,
    fix: null,
  } as const;
  const side = { ok, ms: 1, failure: ok ? null : failure };
  return { ok, ms: 2, imap: side, smtp: side, ...FOLDERS };
}

export async function startMailBench(): Promise<MailBench> {
  const asked: MailBench["asked"] = [];
  let held: { readonly stage: MailStageName; readonly left: PromiseWithResolvers<void> } | undefined;
  const probe: MailProbe = {
    async *check(settings, password, { signal }): AsyncGenerator<MailCheckEvent> {
      asked.push({ host: settings.imap.host, password });
      yield { type: "stage", protocol: "imap", stage: held?.stage ?? "name", state: "running", ms: 0 };
      if (held) {
        const { promise, resolve } = Promise.withResolvers<void>();
        signal.addEventListener("abort", () => resolve());
        await promise;
        return held.left.resolve();
      }
      yield { type: "report", report: report(password === RIGHT) };
    },
    folders: async (_settings, password) => {
      asked.push({ host: "folders", password });
      if (password === RIGHT) return FOLDERS;
      const code = password === "asked-too-often" ? "rate_limited" : "bad_login";
      const failure = { ...report(false).imap.failure, code };
      throw Object.assign(new Error(code), { name: "MailProbeError", failure });
    },
  };
  const providers: readonly MailProvider[] = [];
  const crew = await startTestServer({
    mail: { probe, discovery: { providers, discover: async () => ({ provider: null, source: "none" }) } },
  });
  const { admin, manager } = crew.company.demoPeople;
  return {
    crew,
    admin,
    manager,
    asked,
    async reset() {
      await crew.server.db.query("delete from mail_accounts where user_id = $1", [manager]);
      asked.length = 0;
      crew.now = new Date(crew.now.getTime() + 11 * 60_000);
    },
    async leaveAt(stage) {
      const left = Promise.withResolvers<void>();
      held = { stage, left };
      const response = await crew.raw("POST /v1/mail/check", {
        headers: { Authorization: `Bearer ${await crew.token(manager)}`, "Content-Type": "application/json" },
        body: JSON.stringify({ accountId: null, settings: mailInput(), password: RIGHT }),
      });
      const reader = response.body!.getReader();
      await reader.read();
      await reader.cancel();
      await left.promise;
      held = undefined;
    },
    check(members = {}, userId = manager) {
      const body = { accountId: null, settings: mailInput(), password: RIGHT, ...members };
      return crew.ask<string>(userId, "POST /v1/mail/check", { body });
    },
    async made(members = {}) {
      const answer = await crew.ask<MailAccount>(manager, `POST /v1/users/${manager}/mail-accounts`, {
        body: mailInput(members),
        headers: once(),
      });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      return answer.body;
    },
    update: (account, body, userId = manager) =>
      crew.ask(userId, `PUT /v1/mail/accounts/${account.id}`, {
        body,
        headers: { "If-Match": `"${account.version}"` },
      }),
    [Symbol.asyncDispose]: () => crew[Symbol.asyncDispose](),
  };
}
