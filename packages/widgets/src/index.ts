export { type Adapter, CrewProvider, define, registerMessages } from "./kit/index.ts";
export * from "./mail-wizard/index.ts";
export * from "./role-editor/index.ts";
export * from "./softphone/index.ts";
export * from "./user-manager/index.ts";
