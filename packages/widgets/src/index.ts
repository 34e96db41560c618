export { type Adapter, CrewProvider, define, hueOf, initials, registerMessages } from "./kit/index.ts";
export * from "./mail-wizard/index.ts";
export * from "./role-editor/index.ts";
export * from "./softphone/index.ts";
export * from "./user-manager/index.ts";
