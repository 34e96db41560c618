/** Debian's Chromium, or the one that the environment names. */
export const chromiumPath = process.env.CHROMIUM ?? "/usr/bin/chromium";

/** Runs as root, talks to nobody by itself, hears a stand-in microphone, and lets calls stay on loopback. */
export const chromiumArgs = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--use-fake-device-for-media-stream",
  "--use-fake-ui-for-media-stream",
  "--autoplay-policy=no-user-gesture-required",
  "--allow-loopback-in-peer-connection",
];
