import type { Ports } from "@crewdock/contract";
import { type Backstage, verb } from "./verb.ts";

export function orgPort(backstage: Backstage): Pick<Ports["org"], "read"> {
  return { read: verb(backstage, "org", "read", (_input, { store }) => store.organisation) };
}
