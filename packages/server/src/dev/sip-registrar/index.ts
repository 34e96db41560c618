export { createDevRegistrar, type DevContact, type DevRegistrar, type DevRegistrarOptions } from "./dev-registrar.ts";
export type { DevRegistrarEvent, DevRegistrarLog } from "./events.ts";
export { DevRegistrarError } from "./loopback.ts";
