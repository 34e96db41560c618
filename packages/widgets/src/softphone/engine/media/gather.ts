export interface GatherOptions {
  readonly deadline: number;
  readonly settle: number;
  readonly usable: "host" | "srflx" | "relay";
}

/** The kind of candidate worth waiting for with these servers: a relay where there is TURN, else what STUN finds. */
export function usableKind(iceServers: readonly { readonly urls: readonly string[] }[]): GatherOptions["usable"] {
  const urls = iceServers.flatMap((server) => server.urls);
  if (urls.some((url) => /^turns?:/i.test(url))) return "relay";
  return urls.some((url) => /^stuns?:/i.test(url)) ? "srflx" : "host";
}

/**
 * Resolves when the local description is good enough to send: gathering is complete, the first usable candidate (and its
 * siblings of the next few milliseconds) is there, or the deadline has passed. A dead STUN server would otherwise hold a
 * call back for 40 s. Call it before `setLocalDescription`, await it after.
 */
export function gatherCandidates(pc: RTCPeerConnection, options: GatherOptions, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    let settling: ReturnType<typeof setTimeout> | undefined;
    const done = (): void => {
      clearTimeout(deadline);
      clearTimeout(settling);
      pc.removeEventListener("icecandidate", onCandidate);
      pc.removeEventListener("icegatheringstatechange", onState);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const deadline = setTimeout(done, options.deadline);
    const onCandidate = ({ candidate }: RTCPeerConnectionIceEvent): void => {
      if (candidate === null) onState();
      else if (candidate.type === options.usable && candidate.protocol === "udp")
        settling ??= setTimeout(done, options.settle);
    };
    // The end of an earlier round may still be told: it is ours only when there is something to send.
    const onState = (): void => {
      if (pc.iceGatheringState === "complete" && pc.localDescription?.sdp.includes("\na=candidate:") === true) done();
    };
    pc.addEventListener("icecandidate", onCandidate);
    pc.addEventListener("icegatheringstatechange", onState);
    signal.addEventListener("abort", done);
  });
}
