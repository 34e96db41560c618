import { contractVersion, CrewError, understands } from "@crewdock/contract";

/**
 * Keeps an adapter from speaking with a server of a major version of the contract that it does not understand: it would
 * misread records, and write what it has misread. The session tells the version; this one and the one before will do.
 */
export class ContractGuard {
  #refusal: CrewError | null = null;

  /** @throws CrewError `unsupported` */
  pass(): void {
    if (this.#refusal) throw this.#refusal;
  }

  /** @param session as it came, not yet checked @throws CrewError `unsupported` */
  examine(session: unknown): void {
    const version = versionIn(session);
    const understood = version === undefined || understands(version); // no version: the schema refuses it
    this.#refusal = understood
      ? null
      : new CrewError("unsupported", {
          detail: `the server speaks version ${quoted(version)} of the contract, this adapter ${contractVersion}`,
        });
    this.pass();
  }
}

function versionIn(session: unknown): unknown {
  const { capabilities } = (session ?? {}) as { readonly capabilities?: { readonly contract?: unknown } | null };
  return capabilities?.contract;
}

function quoted(version: unknown): string {
  return JSON.stringify(version)
    .slice(0, 16)
    .replaceAll(/[^\w.-]/g, "");
}
