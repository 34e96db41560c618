export type { NewRecording } from "./calls/attach-recording.ts";
export type { LoginPlace } from "./auth/login-records.ts";
export type { LoginAttempt } from "./auth/logins.ts";
export type { TokenKeys, TokenRequest } from "./auth/tokens.ts";
export type { BegunLogin } from "./auth/begin-login.ts";
export { type EventBus, type EventBusOptions, type MemoryBuses, memoryBuses } from "./events/bus/event-bus.ts";
export { postgresBus, type PostgresBusOptions } from "./events/bus/postgres-bus.ts";
export type { Connection } from "./http/app.ts";
export { defaultRequestLimits, type RequestLimits, type RequestRate } from "./limits/request-limiter.ts";
export type { Log, LogEntry } from "./log.ts";
export type {
  CrewServerOptions,
  HostRecords,
  MailDiscoverer,
  Mailer,
  MailProbe,
  SipCheck,
  SipCheckTarget,
  SipOptions,
} from "./options.ts";
export type { MailOAuthOptions, MailOAuthRegistration } from "./mail/oauth/oauth-client.ts";
export type { OAuthEndpoints } from "./mail/oauth/oauth-endpoints.data.ts";
export { createProbes, type ProbeOptions, sipPorts } from "./probes.ts";
export type { SealKeys } from "./secrets/seal.ts";
export type { NamedRole } from "./seed/company-writes.ts";
export { type CompanyStart, setUpCompany } from "./seed/set-up-company.ts";
export { seedSample } from "./seed/seed-sample.ts";
export { type CrewServer, createCrewServer } from "./server.ts";
export type { Services } from "./services.ts";
export type { Db, Queries, SqlValue, Transaction } from "./store/db.ts";
export { type EmbeddedDb, type EmbeddedOptions, openEmbedded } from "./store/embedded.ts";
export { FolderInUseError } from "./store/folder-lock.ts";
export { MigrationError } from "./store/migrate.ts";
export { openPostgres, type PostgresOptions } from "./store/postgres.ts";
export type { NewEvent } from "./store/unit.ts";
