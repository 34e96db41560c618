export {
  type SampleCompany,
  sampleCompany,
  type SampleLanguage,
  sampleLanguageFor,
  type SampleOptions,
} from "./company.ts";
export type { Deal, DealStage } from "./deal.ts";
export { pick, seededRandom } from "./random.ts";
export {
  type RandomOrganisation,
  randomCatalogue,
  randomOrganisation,
  randomRole,
  type RandomSizes,
} from "./random-organisation.ts";
export { startingRoles } from "./roles.data.ts";
export type { ActionCount } from "./security.ts";
export { sampleTone } from "./tone.ts";
