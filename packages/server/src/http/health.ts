import { setTimeout as delay } from "node:timers/promises";
import { describeError } from "../log.ts";
import type { Services } from "../services.ts";
import { missingMigrations } from "../store/migrate.ts";

/** A database that takes longer to say anything counts as away, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Whether requests should come here now. */
export interface Readiness {
  readonly status: "ready" | "stopping" | "unavailable";
  readonly database: "ok" | "away" | "unknown";
  readonly migrations: "ok" | "missing" | "unknown";
}

/** The process runs and answers; asks nobody else, so that a database that is away does not get the process restarted. */
export function livenessAnswer(): Response {
  return Response.json({ status: "ok" });
}

/** 200 when requests should come here, 503 otherwise. */
export async function readinessAnswer(services: Services): Promise<Response> {
  const readiness = await readinessOf(services);
  return Response.json(readiness, { status: readiness.status === "ready" ? 200 : 503 });
}

async function readinessOf(services: Services): Promise<Readiness> {
  if (services.isDraining()) return { status: "stopping", database: "unknown", migrations: "unknown" };
  const answered = new AbortController();
  try {
    const missing = await Promise.race([
      missingMigrations(services.db),
      delay(PATIENCE_MS, undefined, { signal: answered.signal }),
    ]);
    if (missing === undefined) return { status: "unavailable", database: "away", migrations: "unknown" };
    if (missing.length > 0) return { status: "unavailable", database: "ok", migrations: "missing" };
    return { status: "ready", database: "ok", migrations: "ok" };
  } catch (error) {
    services.log({ level: "warn", event: "readiness.failed", ...describeError(error) });
    return { status: "unavailable", database: "away", migrations: "unknown" };
  } finally {
    answered.abort();
  }
}
