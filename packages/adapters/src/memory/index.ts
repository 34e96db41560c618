export {
  createMemoryAdapter,
  type MemoryAdapter,
  type MemoryAdapterOptions,
  type MemorySnapshot,
} from "./memory-adapter.ts";
export type { Fault, Latency } from "./rehearsal.ts";
