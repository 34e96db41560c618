export { createRestAdapter, type RestAdapterOptions } from "./rest-adapter.ts";
export type { AccessToken, FetchToken, TokenReason } from "./token-keeper.ts";
