export { type FaultProxy, startFaultProxy } from "../faults/fault-proxy.ts";
export { restSubject, type RestSubjectOptions } from "./rest-subject.ts";
