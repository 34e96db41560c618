import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromiumArgs, chromiumPath } from "../../.ci/chromium.mjs";

/** A browser whose microphone is a stand-in and whose calls stay on loopback. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: chromiumArgs,
  });
}

/** What a page's probe has seen; see {@link openPage}. */
interface Probe {
  /** Keys that were really sounded as DTMF (RFC 4733), in their order. */
  readonly keys: string[];
  readonly violations: string[];
  readonly microphones: MediaStreamTrack[];
  readonly remotes: MediaStream[];
}

declare global {
  interface Window {
    /** Put there by the test before any script of the page runs. */
    probe: Probe;
  }
}

/** Replaces the microphone by a tone and keeps what is needed to judge the page from outside. */
function installProbe(hertz: number): void {
  const probe: Probe = { keys: [], violations: [], microphones: [], remotes: [] };
  window.probe = probe;
  document.addEventListener("securitypolicyviolation", (event) =>
    probe.violations.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`),
  );
  navigator.mediaDevices.getUserMedia = () => {
    const context = new AudioContext();
    const oscillator = new OscillatorNode(context, { frequency: hertz });
    const target = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(target);
    oscillator.start();
    probe.microphones.push(...target.stream.getAudioTracks());
    return Promise.resolve(target.stream);
  };
  const insertDTMF = RTCDTMFSender.prototype.insertDTMF;
  const listening = new WeakSet<RTCDTMFSender>();
  RTCDTMFSender.prototype.insertDTMF = function sound(this: RTCDTMFSender, ...args) {
    if (!listening.has(this)) {
      listening.add(this);
      this.addEventListener("tonechange", ({ tone }) => tone !== "" && probe.keys.push(tone));
    }
    insertDTMF.apply(this, args);
  };
  const { prototype } = RTCPeerConnection;
  const setRemoteDescription = prototype.setRemoteDescription as (
    description: RTCSessionDescriptionInit,
  ) => Promise<void>;
  const watched = new WeakSet<RTCPeerConnection>();
  prototype.setRemoteDescription = function watch(this: RTCPeerConnection, description: RTCSessionDescriptionInit) {
    if (!watched.has(this)) {
      watched.add(this);
      this.addEventListener("track", ({ track }) => probe.remotes.push(new MediaStream([track])));
    }
    return setRemoteDescription.call(this, description);
  } as RTCPeerConnection["setRemoteDescription"];
}

export interface OpenPage {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Errors of the page and messages of its console that are errors. */
  readonly problems: string[];
}

/** Opens the demo in a context of its own whose microphone sounds a tone of `hertz`. */
export async function openPage(
  browser: Browser,
  url: string,
  hertz: number,
  language = "en",
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext({
    permissions: ["microphone"],
    locale: language,
    viewport: { width: 1440, height: 900 },
    ...options,
  });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on("pageerror", (error) => problems.push(String(error)));
  page.on("console", (message) => {
    if (message.type() === "error") problems.push(message.text());
  });
  await page.addInitScript(installProbe, hertz);
  await page.goto(url);
  return { page, context, problems };
}

/** The loudest frequency in what the page receives now, in hertz, and its level in dBFS; -Infinity in silence. */
export function heard(page: Page): Promise<{ readonly hertz: number; readonly level: number }> {
  return page.evaluate(async () => {
    const remote = window.probe.remotes.at(-1);
    if (!remote) return { hertz: 0, level: Number.NEGATIVE_INFINITY };
    const context = new AudioContext();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    new MediaStreamAudioSourceNode(context, { mediaStream: remote }).connect(analyser);
    // a window of 8192 samples must have passed through before the spectrum is of this moment alone
    const end = context.currentTime + (2 * analyser.fftSize) / context.sampleRate;
    const { promise, resolve } = Promise.withResolvers<void>();
    const tick = (): void => (context.currentTime >= end ? resolve() : void requestAnimationFrame(tick));
    tick();
    await promise;
    const bins = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(bins);
    let best = 0;
    for (let bin = 1; bin < bins.length; bin++) if ((bins[bin] ?? 0) > (bins[best] ?? 0)) best = bin;
    const result = {
      hertz: (best * context.sampleRate) / analyser.fftSize,
      level: bins[best] ?? Number.NEGATIVE_INFINITY,
    };
    await context.close();
    return result;
  });
}

/** How many microphone tracks of the page are live. */
export function liveMicrophones(page: Page): Promise<number> {
  return page.evaluate(() => window.probe.microphones.filter((track) => track.readyState === "live").length);
}

/** Keys that the page has sounded as DTMF. */
export function soundedKeys(page: Page): Promise<string> {
  return page.evaluate(() => window.probe.keys.join(""));
}

/** Violations of the Content-Security-Policy and of Trusted Types that the page has seen. */
export function violations(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => window.probe.violations);
}

/** Waits until `read` gives what `accept` wants, asking again as fast as the page answers. */
export async function eventually<T>(
  what: string,
  read: () => Promise<T>,
  accept: (value: T) => boolean,
  milliseconds = 10_000,
): Promise<T> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const value = await read();
    if (accept(value)) return value;
    if (performance.now() > end) throw new Error(`${what}: still ${JSON.stringify(value)} after ${milliseconds} ms`);
  }
}

/** Keeps what the pages show, for whoever looks into a failure: `.tmp/journey/<name>.png`. */
export async function keepPictures(pages: Readonly<Record<string, Page>>): Promise<void> {
  for (const [name, page] of Object.entries(pages)) {
    await page.screenshot({ path: new URL(`../../.tmp/journey/${name}.png`, import.meta.url).pathname });
  }
}
