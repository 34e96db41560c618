/** The version of the contract that this package describes, `major.minor`. */
export const contractVersion: string = "1.0";

/**
 * Whether this package gets along with somebody who speaks another version of the contract: the same major version or
 * the one before it. Minor versions only add.
 * @param version `major.minor`; what is no version is not understood
 */
export function understands(version: unknown): boolean {
  const [own, other] = [majorOf(contractVersion), majorOf(version)];
  return other === own || other === own - 1;
}

/** NaN for what is no version. */
function majorOf(version: unknown): number {
  return typeof version === "string" ? Number(/^(\d+)(?:\.|$)/.exec(version)?.[1]) : Number.NaN;
}
