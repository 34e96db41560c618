import type { User } from "@crewdock/contract";
import { type Creation, type Edits, type Ledger, plainUser, richUser } from "./ledger.ts";

export interface Writing {
  readonly api: string;
  /** Of an administrator. */
  readonly token: string;
  /** Tells the trials apart in logins and keys. */
  readonly trial: string;
  /** Who is edited, one by each editing writer. */
  readonly people: readonly string[];
  readonly signal: AbortSignal;
  /** Called with each acknowledgement. */
  readonly acknowledged: () => void;
}

const CREATORS = 4;

/**
 * Writes until the signal aborts or the server is gone: some make users, every other one with SIP account, mailboxes,
 * groups and a role, the others edit one person each, as fast as they are answered.
 */
export async function writeUntil(writing: Writing): Promise<Ledger> {
  const ledger: Ledger = { creations: [], edits: [] };
  const creators = Array.from({ length: CREATORS }, (_, writer) => createUsers(writing, writer, ledger));
  const editors = writing.people.map((id) => editUser(writing, id, ledger));
  await Promise.all([...creators, ...editors]);
  return ledger;
}

async function createUsers(writing: Writing, writer: number, ledger: Ledger): Promise<void> {
  for (let i = 0; !writing.signal.aborted; i++) {
    const login = `${writing.trial}.${writer}.${i}`;
    const input = i % 2 === 0 ? richUser(login) : plainUser(login);
    const creation: Creation = { key: `key-${login}`, input, id: undefined, acknowledged: false };
    ledger.creations.push(creation);
    const headers = { "Idempotency-Key": creation.key };
    const answer = await ask(writing, "POST", "/users", { headers, body: creation.input });
    if (!answer) return;
    creation.acknowledged = true;
    writing.acknowledged();
    creation.id = answer.user?.id;
  }
}

async function editUser(writing: Writing, userId: string, ledger: Ledger): Promise<void> {
  const first = (await ask(writing, "GET", `/users/${userId}`))?.user;
  if (!first) return;
  let { version } = first;
  const edits: Edits = { userId, base: Number(version), acknowledged: 0, last: first.serviceNumber, attempted: null };
  ledger.edits.push(edits);
  for (let i = 0; !writing.signal.aborted; i++) {
    edits.attempted = `${writing.trial}-${i}`;
    const body = { serviceNumber: edits.attempted };
    const answer = await ask(writing, "PATCH", `/users/${userId}`, { headers: { "If-Match": `"${version}"` }, body });
    if (!answer) return;
    edits.acknowledged++;
    writing.acknowledged();
    edits.last = edits.attempted;
    version = answer.user?.version ?? String(Number(version) + 1);
  }
}

/** Undefined when the answer does not say that it is done; the user is missing where only the status arrived. */
async function ask(
  { api, token }: Writing,
  method: string,
  path: string,
  { headers = {}, body }: { readonly headers?: Readonly<Record<string, string>>; readonly body?: object } = {},
): Promise<{ readonly user: User | undefined } | undefined> {
  let response: Response;
  try {
    response = await fetch(api + path, {
      method,
      headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json", ...headers },
      ...(body ? { body: JSON.stringify(body) } : {}),
    });
  } catch {
    return undefined; // the server is gone, and what became of the request is for the verification to see
  }
  if (response.status >= 500) return undefined;
  if (!response.ok) throw new Error(`${method} ${path} was answered ${response.status}: ${await response.text()}`);
  return {
    user: await response
      .json()
      .then((user) => user as User)
      .catch(() => undefined),
  };
}
