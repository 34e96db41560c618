import { expect } from "chai";
import { refreshOnReturn } from "./refresh-on-return.ts";

describe("refreshOnReturn", () => {
  let stop = new AbortController();
  // Pages of other tests may lie above this one.
  beforeEach(() => Object.defineProperty(document, "visibilityState", { configurable: true, value: "visible" }));
  afterEach(() => stop.abort());

  function watched() {
    stop = new AbortController();
    const seen = { refreshes: 0, time: 0 };
    refreshOnReturn(
      () => seen.refreshes++,
      stop.signal,
      () => seen.time,
    );
    const away = (ms: number): void => {
      window.dispatchEvent(new Event("blur"));
      seen.time += ms;
      window.dispatchEvent(new Event("focus"));
    };
    return { seen, away };
  }

  it("refreshes once when somebody comes back, by whichever way the page learns of it", () => {
    const { seen, away } = watched();
    away(60_000);
    document.dispatchEvent(new Event("visibilitychange"));
    expect(seen.refreshes).to.equal(1);
  });

  it("leaves alone who looked away for a moment, and who never left", () => {
    const { seen, away } = watched();
    away(500);
    window.dispatchEvent(new Event("focus"));
    expect(seen.refreshes).to.equal(0);
  });

  it("ends with its signal", () => {
    const { seen, away } = watched();
    stop.abort();
    away(60_000);
    expect(seen.refreshes).to.equal(0);
  });
});
