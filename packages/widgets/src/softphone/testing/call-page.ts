import { createSipEngine } from "../engine/sip-js/create-sip-engine.ts";
import type { CallSnapshot, CredentialsUse, SipCall, SipEngine, SipEngineEvent } from "../engine/sip-engine.ts";
import { hear, near, ToneMicrophone } from "../engine/testing/tone.ts";
import type { PhoneCredentials } from "@crewdock/contract";

/** One party of a call in a browser of its own, steered by a test outside. */
export interface CallPage {
  start(hertz: number): Promise<void>;
  untilState(kind: string): Promise<void>;
  dial(number: string): void;
  untilPhase(phase: CallSnapshot["phase"]): Promise<CallSnapshot>;
  until(name: keyof CallSnapshot, value: unknown): Promise<void>;
  answer(): void;
  answerEvery(): void;
  hangUp(): void;
  hold(held: boolean): void;
  tones(digits: string): Promise<string>;
  untilTone(): Promise<string>;
  hears(hertz: number): Promise<number>;
  hearsSilence(): Promise<number>;
  /** Milliseconds from `dial` to the answer and to the first packet of sound. */
  measure(number: string): Promise<{ readonly answer: number; readonly sound: number }>;
  liveTracks(): number;
}

declare global {
  // oxlint-disable-next-line no-var
  var mintCredentials: (use: CredentialsUse) => Promise<PhoneCredentials>;
  // oxlint-disable-next-line no-var
  var callPage: CallPage;
}

let engine: SipEngine;
let call: SipCall | undefined;
let microphone: ToneMicrophone;
let context: AudioContext;

function until<T>(look: () => T | undefined | false): Promise<T> {
  return new Promise((resolve) => {
    const check = (): void => {
      const found = look();
      if (found === undefined || found === false) return;
      unsubscribe();
      resolve(found);
    };
    const unsubscribe = engine.subscribe(check);
    check();
  });
}

globalThis.callPage = {
  async start(hertz) {
    context = new AudioContext();
    microphone = new ToneMicrophone(context, hertz);
    engine = createSipEngine({
      instanceId: crypto.randomUUID(),
      credentials: ({ use }) => globalThis.mintCredentials(use),
      acquireMicrophone: microphone.acquire,
    });
    engine.subscribe((event) => {
      if (event.type === "call") call = event.call;
    });
    engine.start();
    await until(() => engine.state.kind === "registered");
  },
  async untilState(kind) {
    await until(() => engine.state.kind === kind);
  },
  dial(number) {
    call = engine.dial(number);
  },
  untilPhase: (phase) => until(() => call !== undefined && call.snapshot.phase === phase && call.snapshot),
  async until(name, value) {
    await until(() => call?.snapshot[name] === value);
  },
  answer: () => call?.answer(),
  answerEvery() {
    engine.subscribe((event) => {
      if (event.type === "call" && event.call.snapshot.phase === "incoming") event.call.answer();
    });
  },
  hangUp: () => call?.hangUp(),
  hold: (held) => call?.setHeld(held),
  tones: (digits) => call?.sendDtmf(digits) ?? Promise.reject(new Error("no call")),
  untilTone: () =>
    new Promise((resolve) => engine.subscribe((event: SipEngineEvent) => event.type === "dtmf" && resolve(event.tone))),
  hears: (hertz) => hear(context, call?.remoteStream, near(hertz)),
  hearsSilence: () => hear(context, call?.remoteStream, (hertz) => hertz === 0),
  async measure(number) {
    const from = performance.now();
    const placed = engine.dial(number);
    call = placed;
    await until(() => placed.snapshot.phase === "active");
    const answer = performance.now() - from;
    while ((await placed.quality()) === undefined) await new Promise((resolve) => setTimeout(resolve, 2));
    const sound = performance.now() - from;
    placed.hangUp();
    return { answer: Math.round(answer), sound: Math.round(sound) };
  },
  liveTracks: () => microphone.liveTracks,
};
