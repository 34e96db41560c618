import type { CallQuality } from "../sip-engine.ts";

interface Counters {
  readonly received: number;
  readonly lost: number;
}

/**
 * Mean opinion score from delay, jitter and loss: the transmission rating R of ITU-T G.107 with the usual shortening
 * (one-way delay plus twice the jitter plus 10 ms of codec; 2.5 per per cent of loss), turned into MOS by its annex B.
 */
export function estimateMos(roundTripMs: number, jitterMs: number, lossShare: number): number {
  const delay = roundTripMs / 2 + 2 * jitterMs + 10;
  const rating = 93.2 - (delay < 160 ? delay / 40 : (delay - 120) / 10) - lossShare * 250;
  const r = Math.min(100, Math.max(0, rating));
  const mos = 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.round(Math.max(1, mos) * 10) / 10;
}

/** Reads one connection's statistics again and again; loss is counted from reading to reading. */
export class QualityMeter {
  #last: Counters = { received: 0, lost: 0 };

  async read(pc: RTCPeerConnection): Promise<CallQuality | undefined> {
    let inbound: RTCInboundRtpStreamStats | undefined;
    let roundTrip: number | undefined;
    for (const stat of (await pc.getStats()).values() as Iterable<RTCStats>) {
      if (stat.type === "inbound-rtp" && (stat as RTCInboundRtpStreamStats).kind === "audio")
        inbound = stat as RTCInboundRtpStreamStats;
      if (stat.type === "remote-inbound-rtp")
        roundTrip = (stat as RTCStats & { roundTripTime?: number }).roundTripTime ?? roundTrip;
      if (stat.type === "candidate-pair" && (stat as RTCIceCandidatePairStats).nominated === true) {
        roundTrip ??= (stat as RTCIceCandidatePairStats).currentRoundTripTime;
      }
    }
    const received = inbound?.packetsReceived ?? 0;
    if (inbound === undefined || received === 0) return undefined;
    const lost = Math.max(0, inbound.packetsLost ?? 0);
    const newLost = Math.max(0, lost - this.#last.lost);
    const expected = newLost + Math.max(0, received - this.#last.received);
    this.#last = { received, lost };
    const lossShare = expected === 0 ? 0 : newLost / expected;
    const jitterMs = Math.round((inbound.jitter ?? 0) * 1000);
    const roundTripMs = roundTrip === undefined ? undefined : Math.round(roundTrip * 1000);
    return { mos: estimateMos(roundTripMs ?? 100, jitterMs, lossShare), roundTripMs, jitterMs, lossShare };
  }
}
