/** Median and 95th percentile of a row of measurements, rounded to a tenth. */
export interface Spread {
  readonly p50: number;
  readonly p95: number;
}

export function summary(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => Math.round(10 * (sorted[Math.floor(sorted.length * share)] ?? 0)) / 10;
  return { p50: at(0.5), p95: at(0.95) };
}

export function milliseconds({ p50, p95 }: Spread): string {
  return `${p50} ms (p95 ${p95})`;
}

/** Prints a result: JSON alone with `--json`, lines for people without. */
export function report(result: object, lines: () => readonly string[]): void {
  console.log(process.argv.includes("--json") ? JSON.stringify(result) : lines().join("\n"));
}
