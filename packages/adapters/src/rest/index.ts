export type { Environment } from "./environment.ts";
export { createRestAdapter, type RestAdapter, type RestAdapterOptions } from "./rest-adapter.ts";
export type { AccessToken, FetchToken, TokenReason } from "./token-keeper.ts";
