import type { IsoTime } from "./primitives.ts";

/** How the backend can be reached. */
export interface ConnectionStatus {
  /** Null until something was tried. False when the last call did not get through, or the browser knows of no network. */
  readonly reachable: boolean | null;
  /** Since when `reachable` is what it is. */
  readonly since: IsoTime;
  /** How live events come in: at once, by asking every few seconds, or not at present. */
  readonly events: "stream" | "polling" | "none";
}

/** Lets a page show that the backend is out of reach, and since when. */
export interface Connection {
  readonly status: ConnectionStatus;
  /** Calls with each new status, beginning with the next. @returns ends it */
  onChange(listener: (status: ConnectionStatus) => void): () => void;
}
