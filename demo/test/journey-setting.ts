import type { Browser } from "playwright-core";
import type { Demo } from "../host/demo.ts";

/** What differs between the embedded defaults and real servers. */
export interface JourneySetting {
  readonly demo: Demo;
  readonly browser: Browser;
  /** The mailbox that is connected on the way. */
  readonly mailbox: {
    readonly email: string;
    readonly password: string;
    readonly provider: RegExp;
    readonly sentFolder: string;
  };
  /** Extension to give to the new user: one of the free accounts, or the fields of a new one. */
  readonly sip:
    | { readonly free: string }
    | {
        readonly login: string;
        readonly password: string;
        readonly transport: string;
        readonly domain: string;
        readonly port: string;
      };
}
