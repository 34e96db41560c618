import { type UseReport, validate } from "@crewdock/contract";
import { observedActions } from "@crewdock/contract/serve";
import { mintToken, sessionEndSchema, sessionSchema, tokenRequestSchema } from "./auth/host-routes.ts";
import type { LoginPlace } from "./auth/login-records.ts";
import { endHostSession } from "./auth/login-sessions.ts";
import type { TokenRequest } from "./auth/tokens.ts";
import { type BegunLogin, beginLogin } from "./auth/begin-login.ts";
import { accessHandlers } from "./access/access.handlers.ts";
import { assignmentsHandlers } from "./assignments/assignments.handlers.ts";
import { auditHandlers } from "./audit/audit.handlers.ts";
import { attachRecording, type NewRecording } from "./calls/attach-recording.ts";
import { callsHandlers } from "./calls/calls.handlers.ts";
import { directoryHandlers } from "./directory/directory.handlers.ts";
import { eventsHandlers } from "./events/events.handlers.ts";
import { type Connection, createApp } from "./http/app.ts";
import type { Handlers } from "./http/handlers.ts";
import { mailHandlers } from "./mail/mail.handlers.ts";
import { startMaintenance } from "./maintenance.ts";
import type { CrewServerOptions } from "./options.ts";
import { orgHandlers } from "./org/org.handlers.ts";
import { rolesHandlers } from "./roles/roles.handlers.ts";
import { recordsHandlers } from "./records/records.handlers.ts";
import { resealStale } from "./secrets/reseal.ts";
import { createServices, type Services } from "./services.ts";
import { capabilitiesOf } from "./session/capabilities.ts";
import { sessionHandlers } from "./session/session.handlers.ts";
import type { Db } from "./store/db.ts";
import { migrate } from "./store/migrate.ts";
import { type NewEvent, runUnit } from "./store/unit.ts";
import { mayPlaceCall } from "./telephony/may-place-call.ts";
import { endedSipLogins, sipHa1 } from "./telephony/sip-secrets.ts";
import { telephonyHandlers } from "./telephony/telephony.handlers.ts";
import { sendLetters } from "./users/send-letters.ts";
import { reportUses } from "./usage/report-uses.ts";
import { forgetUses, observe } from "./usage/use-rows.ts";
import { usersHandlers } from "./users/users.handlers.ts";

/** A running reference backend, to be mounted in any host that speaks fetch. */
export interface CrewServer {
  /**
   * Answers every request below the base path. The connection tells where it came from, for the limit of each address;
   * `@hono/node-server` hands it over by itself.
   */
  readonly fetch: (request: Request, connection?: Connection) => Promise<Response>;
  readonly db: Db;
  /** What the handlers work with; for seeding and for parts that are wired in by the operator. */
  readonly services: Services;
  /**
   * Mints a token in the process of the host's backend: the same as `POST /v1/tokens`.
   * @throws CrewError `validation`, `not_found`, `forbidden` for somebody who may not work now, `gone` when the session
   * that the request names has ended: the host lets the person sign in again then
   */
  mintToken(request: TokenRequest): Promise<{ readonly token: string; readonly expiresAt: string }>;
  /**
   * Begins a session of somebody whom the host has signed in: the same as `POST /v1/sessions`. The host keeps its
   * `sessionId` with its own session and hands it over with each {@link CrewServer.mintToken}.
   * @throws CrewError `validation`, `not_found`, `forbidden` for somebody who may not work now
   */
  beginSession(login: LoginPlace & { readonly userId: string }): Promise<BegunLogin>;
  /** Ends a session when the person signs out: the same as `POST /v1/sessions/end`. @returns whether it went on until now */
  endSession(session: { readonly userId: string; readonly sessionId: string }): Promise<boolean>;
  /**
   * MD5(login:domain:password) of a SIP account for digest checks by a registrar (RFC 7616), so that the password
   * itself stays sealed. Undefined for an unknown login and for a deactivated person. Registrars that check short-lived
   * credentials hand over their expiry, in milliseconds since 1970: undefined then for those that a former owner of the
   * account got, and for whoever is blocked or suspended, whose devices go on all the same.
   */
  sipHa1(login: string, credentials?: { readonly expiresAt: number }): Promise<string | undefined>;
  /** Whether the person behind a SIP login may start a call now; for registrars that ask at each call. */
  mayPlaceCall(login: string): Promise<boolean>;
  /**
   * Stores what the operator's telephone system has recorded of a call, in place of a recording that is there; whose
   * rights reach the call listen to it. The same as `PUT /v1/calls/{id}/recording`; a stream is stored as it comes.
   * @throws CrewError `not_found` for an unknown call, `validation` for what is no sound, empty or larger than 64 MiB
   */
  attachRecording(recording: NewRecording): Promise<void>;
  /**
   * Tells the SIP login of everybody who is deactivated or deleted, who is logged out by a person (everywhere, of one
   * session, or by a new password), or whose SIP account is taken away or given another login, within a second and
   * whichever instance was asked to: their registrations have to end.
   * Short-lived credentials are refused from then on by themselves ({@link CrewServer.sipHa1}).
   * @returns ends the telling
   */
  onPhoneEnded(listener: (login: string) => void): () => void;
  /**
   * Takes what people did in the host's own pages, so that the check-up of roles can tell which rights nobody uses: the same
   * as `POST /v1/uses`, at most 1,000 uses at once.
   * @throws CrewError `validation` also for actions that the catalogue lacks, `unsupported` without `recordUses`
   */
  reportUses(report: UseReport): Promise<void>;
  /** Tells the widgets of a change that the host made by itself, such as a contact's new phone call. */
  publish(event: NewEvent): Promise<void>;
  /**
   * Begins an orderly stop: `/readyz` says no, so that load balancers look elsewhere. Everything else is answered as
   * before, until {@link CrewServer.close}.
   */
  drain(): void;
  /**
   * Ends live streams politely and refuses new ones, so that pages go to another instance; call it once no connection
   * is taken any more, or they come back to this one.
   */
  endStreams(): void;
  /** Ends all streams and waits for what is under way. The database stays open: whoever opened it closes it. */
  close(): Promise<void>;
}

/**
 * Builds the server on an open database and brings the schema up to date.
 * @throws RangeError for keys that are missing or too short
 * @throws MigrationError when the database does not fit
 */
export async function createCrewServer(options: CrewServerOptions): Promise<CrewServer> {
  await migrate(options.db);
  const services = await createServices(options);
  const { db, tenant } = services;
  await db.query("insert into tenants (id) values ($1) on conflict do nothing", [tenant]);
  if (services.uses)
    await observe(db, tenant, observedActions(services.catalogue), { byHost: false, now: services.now() });
  else await forgetUses(db, tenant);
  const ports: Omit<Handlers, "session"> = {
    users: usersHandlers(services),
    org: orgHandlers(services),
    roles: rolesHandlers(services),
    assignments: assignmentsHandlers(services),
    telephony: telephonyHandlers(services),
    calls: callsHandlers(services),
    mail: mailHandlers(services),
    access: accessHandlers(services),
    records: recordsHandlers(services),
    audit: auditHandlers,
    directory: directoryHandlers(services),
    events: eventsHandlers(services),
  };
  const app = createApp(services, { ...ports, session: sessionHandlers(services, capabilitiesOf(services, ports)) });
  const stopMaintenance = startMaintenance(services);
  services.background("invitation.failed", () => sendLetters(services));
  services.background("secrets.not_resealed", async () => {
    const count = await resealStale(services);
    if (count > 0) services.log({ level: "info", event: "secrets.resealed", count });
  });
  return {
    fetch: async (request, connection) => app.fetch(request, connection),
    drain: () => services.drain(),
    endStreams: () => services.endStreams(),
    db,
    services,
    mintToken: async (request) => mintToken(services, validate(tokenRequestSchema, request)),
    beginSession: async (login) => {
      const { userId, ...place } = validate(sessionSchema, login);
      return beginLogin(services, userId, place);
    },
    endSession: async (session) => endHostSession(services, validate(sessionEndSchema, session)),
    sipHa1: (login, credentials) => sipHa1(services, login, credentials),
    mayPlaceCall: (login) => mayPlaceCall(services, login),
    attachRecording: (recording) => attachRecording(services, recording),
    onPhoneEnded: (listener) =>
      services.feed.listen(({ type, id, ...event }) => {
        if (event.tenant !== tenant || id === null || (type !== "user.changed" && type !== "user.removed")) return;
        services.background("phone.not_ended", async () => {
          for (const login of await endedSipLogins(services, id, new Date(event.at))) listener(login);
        });
      }),
    reportUses: (report) => reportUses(services, report),
    publish: (event) =>
      runUnit(
        db,
        { tenant, actorId: null, now: services.now(), requestId: null },
        () => services.feed.wake(),
        async (unit) => {
          unit.leaveUnaudited("the host changed something of its own");
          unit.emit(event);
        },
      ),
    async close() {
      stopMaintenance();
      await services.close();
    },
  };
}
