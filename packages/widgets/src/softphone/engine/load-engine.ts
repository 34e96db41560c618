import type { SipEngine, SipEngineOptions } from "./sip-engine.ts";

/** Makes an engine. The SIP stack is a chunk of its own that is fetched here, by the first phone that connects. */
export type LoadSipEngine = (options: SipEngineOptions) => Promise<SipEngine>;

export const loadSipEngine: LoadSipEngine = async (options) => {
  const { createSipEngine } = await import("./sip-js/create-sip-engine.ts");
  return createSipEngine(options);
};
