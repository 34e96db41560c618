export {
  createMemoryAdapter,
  type MemoryAdapter,
  type MemoryAdapterOptions,
  type MemorySnapshot,
} from "./memory-adapter.ts";
export type { Without } from "./capabilities.ts";
export type { KeyValueStorage } from "./keeping.ts";
export type { Fault, Latency } from "./rehearsal.ts";
