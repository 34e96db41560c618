import { type UseReport, useReportErrors, useReportSchema, validate } from "@crewdock/contract";
import { refuse } from "@crewdock/contract/serve";
import type { Services } from "../services.ts";
import { demandRecording } from "./role-usage.ts";
import { observe, storeUses, useKey } from "./use-rows.ts";

/**
 * Takes what the host tells of its own pages.
 * @throws CrewError `validation` also for actions that the catalogue lacks, `unsupported` where uses are not recorded
 */
export async function reportUses(services: Services, input: unknown): Promise<void> {
  demandRecording(services);
  const { db, tenant, catalogue } = services;
  const report: UseReport = validate(useReportSchema, input);
  refuse(useReportErrors(report, catalogue));
  const now = services.now();
  if (report.observes) await observe(db, tenant, report.observes, { byHost: true, now });
  const days = new Map<string, string>();
  for (const use of report.uses) {
    const day = new Date(Math.min(now.getTime(), Date.parse(use.at))).toISOString().slice(0, 10);
    const key = useKey(use);
    if ((days.get(key) ?? "") < day) days.set(key, day);
  }
  await storeUses(db, tenant, days);
}
