export { type SampleCompany, sampleCompany, type SampleOptions } from "./company.ts";
export type { Deal, DealStage } from "./deal.ts";
export { startingRoles } from "./roles.data.ts";
