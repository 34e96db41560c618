export { crewHandlers, type CrewHandlers, type CrewHandlersOptions } from "./handlers.ts";
