export { type DevMailbox, type DevMailboxOptions, devMailDomain, startDevMailbox } from "./dev-mailbox.ts";
