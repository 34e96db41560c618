export * from "./mailbox/index.ts";
export * from "./sip-registrar/index.ts";
