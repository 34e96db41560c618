export type MediaDirection = "sendrecv" | "sendonly" | "recvonly" | "inactive";

const DIRECTION = /^a=(sendrecv|sendonly|recvonly|inactive)\s*$/m;

/**
 * Direction of the first audio section as the sender of `sdp` sees it: its own line, else the session's, else sendrecv
 * (RFC 8866 section 6.7). A zero connection address is the older way to say hold (RFC 3264 section 8.4).
 */
export function audioDirection(sdp: string): MediaDirection {
  const [session = "", ...sections] = sdp.split(/^(?=m=)/m);
  const audio = sections.find((section) => section.startsWith("m=audio"));
  if (audio === undefined) return "inactive";
  const direction = (DIRECTION.exec(audio) ?? DIRECTION.exec(session))?.[1] as MediaDirection | undefined;
  if (direction === undefined || direction === "sendrecv") {
    if (/^c=IN IP4 0\.0\.0\.0\s*$/m.test(audio) && !/^a=candidate:/m.test(audio)) return "sendonly";
  }
  return direction ?? "sendrecv";
}

/** Whether the sender of `sdp` has stopped listening to us: we are on hold. */
export function holdsUs(sdp: string): boolean {
  const direction = audioDirection(sdp);
  return direction === "sendonly" || direction === "inactive";
}
