import { expect } from "chai";
import { audioContext } from "../testing/phones.ts";
import { hear, near, ToneMicrophone } from "../testing/tone.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { CallMedia } from "./call-media.ts";

describe("media of a call", () => {
  const made: CallMedia[] = [];
  const media = async (hertz = 440): Promise<CallMedia> => {
    const one = new CallMedia({
      acquireMicrophone: new ToneMicrophone(audioContext(), hertz).acquire,
      timings: DEFAULT_TIMINGS,
      events: { onHeldByThem: () => undefined, onAudioBlocked: () => undefined, onConnectivity: () => undefined },
    });
    made.push(one);
    await one.open();
    return one;
  };
  afterEach(() => {
    for (const one of made.splice(0)) one.close();
  });

  it("keeps an offer of the far end that comes while its own is being set, and withdraws its own alone", async () => {
    const [ours, theirs] = await Promise.all([media(), media()]);
    await theirs.setRemote(await ours.offer(), true);
    await ours.setRemote(await theirs.answer(), false);
    const offer = await theirs.offer();

    const { prototype } = RTCPeerConnection;
    const setLocalDescription = prototype.setLocalDescription as (
      description?: RTCLocalSessionDescriptionInit,
    ) => Promise<void>;
    let taken: Promise<string> | undefined;
    prototype.setLocalDescription = function set(
      this: RTCPeerConnection,
      description?: RTCLocalSessionDescriptionInit,
    ) {
      const done = setLocalDescription.call(this, description);
      taken ??= ours.setRemote(offer, true);
      return done;
    } as RTCPeerConnection["setLocalDescription"];
    try {
      // As a call does when the stack could not send what it asked for.
      await ours.offer().catch(() => ours.withdrawOffer());
      expect(await taken).to.equal("offer");
      expect(await theirs.setRemote(await ours.answer(), false)).to.equal("answer");
    } finally {
      prototype.setLocalDescription = setLocalDescription;
    }
  });

  it("goes on hearing the caller when an offer of the called side is taken back", async () => {
    const [caller, called] = await Promise.all([media(440), media(1000)]);
    await called.setRemote(await caller.offer(), true);
    await caller.setRemote(await called.answer(), false);
    await hear(audioContext(), called.remoteStream, near(440));
    called.restartIce();
    await called.offer();
    await called.withdrawOffer();
    await hear(audioContext(), called.remoteStream, near(440));
    await hear(audioContext(), caller.remoteStream, near(1000));
  });

  it("answers in browsers without provisional answers", async () => {
    const { prototype } = RTCPeerConnection;
    const setLocalDescription = prototype.setLocalDescription as (
      description?: RTCLocalSessionDescriptionInit,
    ) => Promise<void>;
    prototype.setLocalDescription = function set(
      this: RTCPeerConnection,
      description?: RTCLocalSessionDescriptionInit,
    ) {
      return description?.type === "pranswer"
        ? Promise.reject(new DOMException("pranswer not yet implemented", "NotSupportedError"))
        : setLocalDescription.call(this, description);
    } as RTCPeerConnection["setLocalDescription"];
    try {
      const [caller, called] = await Promise.all([media(440), media(1000)]);
      await called.setRemote(await caller.offer(), true);
      await caller.setRemote(await called.answer(), false);
      await hear(audioContext(), called.remoteStream, near(440));
    } finally {
      prototype.setLocalDescription = setLocalDescription;
    }
  });
});
