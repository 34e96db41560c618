/** Who was away for less than this, in milliseconds, has just seen it all. */
const SHORT_MS = 2_000;

/**
 * For a backend that tells of no changes: calls `refresh` whenever the person comes back to the page, from another tab
 * or another program, until `signal` aborts.
 * @param now milliseconds of a clock that never goes back
 */
export function refreshOnReturn(
  refresh: () => void,
  signal: AbortSignal,
  now: () => number = () => performance.now(),
): void {
  if (signal.aborted) return;
  let left: number | undefined;
  const look = ({ type }: Event): void => {
    if (document.visibilityState === "hidden" || type === "blur") {
      left ??= now();
      return;
    }
    const away = left === undefined ? 0 : now() - left;
    left = undefined;
    if (away >= SHORT_MS) refresh();
  };
  document.addEventListener("visibilitychange", look, { signal });
  window.addEventListener("blur", look, { signal });
  window.addEventListener("focus", look, { signal });
}
