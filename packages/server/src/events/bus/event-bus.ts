/**
 * Tells the instances of a server that something new stands in the outbox, and nothing more: what it is they read there.
 * So a wake-up may come late, twice or not at all; each instance also looks by itself every half a second.
 */
export interface EventBus {
  /** Wakes the other instances. Returns at once and never throws; what is asked for while one is under way becomes one more. */
  wake(): void;
  /**
   * Calls `woken` when another instance has written, and when wake-ups may have been missed: after a line that was down.
   * @returns ends the listening
   */
  listen(woken: () => void): () => void;
  /** Ends the bus and what it is connected with. */
  close(): Promise<void>;
}

/** What every bus is given for its troubles. */
export interface EventBusOptions {
  /** Told when the bus is down or refuses; it goes on trying by itself. @default nobody is told */
  readonly onError?: (error: unknown) => void;
}

/** The instances of one process: each takes a bus of its own from it. */
export interface MemoryBuses {
  bus(): EventBus;
}

/** Connects instances that run in one process. */
export function memoryBuses(): MemoryBuses {
  const listeners = new Map<EventBus, Set<() => void>>();
  return {
    bus() {
      const own = new Set<() => void>();
      const bus: EventBus = {
        wake() {
          for (const [other, woken] of listeners) if (other !== bus) for (const each of woken) queueMicrotask(each);
        },
        listen(woken) {
          own.add(woken);
          return () => own.delete(woken);
        },
        async close() {
          listeners.delete(bus);
        },
      };
      listeners.set(bus, own);
      return bus;
    },
  };
}
