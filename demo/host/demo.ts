import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import { displayName, type MailProvider, type PersonName, type SipDefaults } from "@crewdock/contract";
import { sampleCompany, type SampleLanguage } from "@crewdock/contract/sample";
import {
  createCrewServer,
  createProbes,
  type CrewServer,
  type Db,
  type Log,
  openEmbedded,
  openPostgres,
  type ProbeOptions,
  seedSample,
} from "@crewdock/server";
import {
  createDevRegistrar,
  type DevMailbox,
  devMailDomain,
  type DevRegistrar,
  startDevMailbox,
} from "@crewdock/server/dev";
import { openDealBoard } from "./deal-board.ts";
import { demoSecrets } from "./demo-secrets.ts";
import { createHost, type DemoPerson } from "./host.ts";
import { demoMailer, type Letter } from "./letters.ts";
import { listenNear } from "./listen.ts";

/** A SIP server of one's own in place of the development registrar. */
export interface ExternalSip {
  readonly domain: string;
  readonly webSocketUrl: string;
  readonly ephemeralSecret: string;
  readonly defaults: SipDefaults;
}

/** A mail service of one's own in place of the development mailbox. */
export interface ExternalMail {
  readonly provider: MailProvider;
  readonly probes: Pick<ProbeOptions, "allow" | "lookup" | "mailCertificateAuthorities" | "sipPorts">;
}

export interface DemoOptions {
  /** Where the embedded database and the demo's secrets are kept. */
  readonly dataFolder: string;
  /** Port on 127.0.0.1; the next free one is taken where it is in use, 0 takes any. */
  readonly port: number;
  /** PostgreSQL in place of the embedded database. */
  readonly databaseUrl?: string | undefined;
  readonly sip?: ExternalSip | undefined;
  /** Of roles, positions and the like where the company is made now. @default "en" */
  readonly language?: SampleLanguage | undefined;
  /** A mail service of one's own in place of the development mailbox. */
  readonly mail?: ExternalMail | undefined;
  /** Told of every letter that the demo sends, whether or not its address has a development mailbox. */
  readonly onLetter?: ((letter: Letter) => void) | undefined;
  /** @default nothing is logged */
  readonly log?: Log | undefined;
}

export interface Demo {
  readonly url: string;
  readonly port: number;
  readonly mailDomain: string;
  /** Password of every development mailbox. */
  readonly mailPassword: string;
  /** Undefined where a mail service of one's own is in its place. */
  readonly mailbox: DevMailbox | undefined;
  readonly crew: CrewServer;
  /** Ends everything that was started; what was acknowledged is on disk. */
  close(): Promise<void>;
}

const SIP_PATH = "/sip";
const SIP_TTL_SECONDS = 600;
const MAIL_PASSWORD = "lantern-mailbox";

/** Starts the demo CRM with everything it needs, bound to loopback. Refuses NODE_ENV=production. */
export async function startDemo(options: DemoOptions): Promise<Demo> {
  const secrets = await demoSecrets(options.dataFolder);
  const company = sampleCompany();
  const db = await openDatabase(options);
  const server = createServer();
  const port = (): number => (server.address() as AddressInfo | null)?.port ?? 0;
  const url = (): string => `http://127.0.0.1:${port()}`;
  const mailbox = options.mail ? undefined : await startDevMailbox({ accounts: demoMailbox });

  const ownWebSocketUrl = (): string => options.sip?.webSocketUrl ?? `ws://127.0.0.1:${port()}${SIP_PATH}`;
  const domain = options.sip?.domain ?? company.domain;
  const mail = options.mail ?? developmentMail(mailbox);
  const probes = createProbes({
    ...mail.probes,
    allow: [...(mail.probes.allow ?? []), "127.0.0.1"],
    extraMailProviders: [mail.provider],
    sip: { domain, webSocketUrl: ownWebSocketUrl, origin: url },
  });

  const deals = await openDealBoard(db, company.deals);
  const crew = await createCrewServer({
    db,
    hostKey: secrets.hostKey,
    tokenKeys: { "1": secrets.tokenKey },
    sealKeys: { "1": Buffer.from(secrets.sealKey, "base64") },
    policy: company.policy,
    ...probes,
    ...(options.log ? { log: options.log } : {}),
    sip: {
      domain,
      webSocketUrl: (request) => options.sip?.webSocketUrl ?? `ws://${new URL(request.url).host}${SIP_PATH}`,
      ephemeralSecret: options.sip?.ephemeralSecret ?? secrets.sipSecret,
      defaults: options.sip?.defaults ?? { ...company.sipDefaults, webSocketUrl: null },
      credentialTtlSeconds: SIP_TTL_SECONDS,
    },
    notify: {
      product: "Lantern",
      mailer: demoMailer(mailbox, options.onLetter),
      get loginUrl() {
        return `${url()}/`; // known once a port is taken
      },
      passwordUrl: (token) => `${url()}/invitation#token=${token}`,
    },
    records: deals.records,
    recordUrl: (kind, id) => (kind === "contact" ? `#/contacts?id=${id}` : null),
  });
  await seedSample(crew, { language: options.language, expectations: true });

  const registrar = options.sip ? undefined : attachRegistrar(crew, domain, secrets.sipSecret, port);
  registrar?.attach(server, SIP_PATH);
  const host = createHost({
    crewdock: crew.fetch,
    port,
    hostKey: secrets.hostKey,
    cookieKey: secrets.cookieKey,
    people: await demoPeople(db, company.demoPeople),
    deals,
    nameOf: (userId) => nameOf(db, userId),
  });
  const listener = getRequestListener(host.fetch, { overrideGlobalObjects: false });
  server.on("request", (request, response) => void listener(request, response));
  await listenNear(server, options.port);

  return {
    url: url(),
    port: port(),
    mailDomain: company.domain,
    mailPassword: MAIL_PASSWORD,
    mailbox,
    crew,
    async close() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      await registrar?.close();
      await crew.close();
      server.closeAllConnections();
      await closed;
      await mailbox?.close();
      await db.close();
    },
  };
}

/** Every address of the sample company has a mailbox with the one password that the demo prints. */
function demoMailbox(email: string): string | undefined {
  return email.endsWith(`@${devMailDomain}`) ? MAIL_PASSWORD : undefined;
}

function developmentMail(mailbox: DevMailbox | undefined): ExternalMail {
  if (!mailbox) throw new Error("there is neither a mail service nor a development mailbox");
  return { provider: mailbox.provider, probes: { allow: mailbox.allow, mailCertificateAuthorities: [mailbox.ca] } };
}

function openDatabase({ databaseUrl, dataFolder }: DemoOptions): Promise<Db> {
  return databaseUrl === undefined
    ? openEmbedded({ folder: join(dataFolder, "database") })
    : openPostgres({ url: databaseUrl });
}

function attachRegistrar(crew: CrewServer, domain: string, ephemeralSecret: string, port: () => number): DevRegistrar {
  const registrar = createDevRegistrar({
    domain,
    ephemeralSecret,
    ha1: (login, credentials) => crew.sipHa1(login, credentials),
    mayPlaceCall: (login) => crew.mayPlaceCall(login),
    allowOrigin: (origin) =>
      origin !== undefined && [`http://127.0.0.1:${port()}`, `http://localhost:${port()}`].includes(origin),
  });
  crew.onPhoneEnded((login) => registrar.forget(login));
  return registrar;
}

async function nameOf(db: Db, userId: string): Promise<string | null> {
  const [name] = await db.query<PersonName>(
    'select last_name as "last", first_name as "first", patronymic from users where id = $1',
    [userId],
  );
  return name ? displayName(name) : null;
}

async function demoPeople(
  db: Db,
  ids: { readonly admin: string; readonly head: string; readonly manager: string },
): Promise<readonly DemoPerson[]> {
  const wanted = [
    { id: ids.admin, role: "administrator" },
    { id: ids.head, role: "head" },
    { id: ids.manager, role: "manager" },
  ] as const;
  const people: DemoPerson[] = [];
  for (const { id, role } of wanted) people.push({ id, role, name: (await nameOf(db, id)) ?? id });
  return people;
}
