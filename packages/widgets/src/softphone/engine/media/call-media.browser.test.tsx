import { expect } from "chai";
import { audioContext } from "../testing/phones.ts";
import { DEFAULT_TIMINGS } from "../timings.ts";
import { CallMedia } from "./call-media.ts";

describe("media of a call", () => {
  const made: CallMedia[] = [];
  const media = async (): Promise<CallMedia> => {
    const one = new CallMedia({
      acquireMicrophone: () => Promise.resolve(audioContext().createMediaStreamDestination().stream),
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
});
