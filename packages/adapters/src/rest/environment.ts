/** Time and network as the adapter sees them; tests put their own in place. */
export interface Environment {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** From 0 to 1; spreads pauses, so that the pages of an office do not come back in step. */
  readonly random: () => number;
  /** Calls once after so many milliseconds. @returns takes it back */
  readonly later: (run: () => void, ms: number) => () => void;
  /** False while the browser knows that there is no network; true proves nothing. */
  readonly hasNetwork: () => boolean;
  /** Calls whenever the browser finds or loses the network. @returns ends it */
  readonly onNetworkChange: (run: () => void) => () => void;
}

type Page = Partial<Pick<typeof globalThis, "navigator" | "addEventListener" | "removeEventListener">>;

/** The browser's; where there is none, the network counts as there. */
export const pageEnvironment: Environment = {
  now: () => Date.now(),
  random: () => Math.random(),
  later: (run, ms) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  hasNetwork: () => (globalThis as Page).navigator?.onLine !== false,
  onNetworkChange: (run) => {
    const page = globalThis as Page;
    page.addEventListener?.("online", run);
    page.addEventListener?.("offline", run);
    return () => {
      page.removeEventListener?.("online", run);
      page.removeEventListener?.("offline", run);
    };
  },
};
