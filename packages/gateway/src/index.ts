export { isKamailioInstalled } from "./kamailio/installed.ts";
export {
  GatewayError,
  type GatewayErrorCode,
  type KamailioOptions,
  type KamailioSubscriber,
} from "./kamailio/options.ts";
export { renderKamailioConfig } from "./kamailio/render.ts";
export { startKamailio, type RunningKamailio, type StartKamailioOptions } from "./kamailio/start.ts";
