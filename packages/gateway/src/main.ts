import { parseArgs } from "node:util";
import { GatewayError } from "./kamailio/options.ts";
import { startKamailio } from "./kamailio/start.ts";

const USAGE = `Runs Kamailio for browser phones on 127.0.0.1, until SIGINT or SIGTERM.

  node main.js --domain sip.example --origin https://crm.example [--origin ...] [--port 5066]

The secret shared with the server comes from the environment variable CREWDOCK_SIP_SECRET.
`;

const { values } = parseArgs({
  options: {
    domain: { type: "string" },
    origin: { type: "string", multiple: true },
    port: { type: "string", default: "0" },
    help: { type: "boolean", default: false },
  },
});
const secret = process.env["CREWDOCK_SIP_SECRET"];
const port = /^\d{1,5}$/.test(values.port) ? Number(values.port) : Number.NaN;

if (values.help || values.domain === undefined || values.origin === undefined || secret === undefined) {
  process.stdout.write(USAGE);
  process.exitCode = values.help ? 0 : 2;
} else if (!(port < 65_536)) {
  process.stderr.write("--port takes a number from 0 to 65535; 0 takes a free port.\n");
  process.exitCode = 2;
} else {
  const stopping = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    stopping.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());
  try {
    const kamailio = await startKamailio({
      domain: values.domain,
      port,
      ephemeralSecret: secret,
      subscribers: [],
      allowOrigins: values.origin,
      signal: stopping.signal,
    });
    process.stdout.write(`${kamailio.webSocketUrl}\n`);
    const log = await Promise.race([stopped, kamailio.exited]);
    await kamailio.stop();
    if (log !== undefined) {
      process.stderr.write(`Kamailio ended by itself.\n${log}\n`);
      process.exitCode = 1;
    }
  } catch (cause) {
    if (!(cause instanceof GatewayError)) throw cause;
    if (cause.code !== "cancelled") {
      const log = cause.cause instanceof Error ? `${cause.cause.message}\n` : "";
      process.stderr.write(`${cause.message}\n${log}`);
      process.exitCode = 1;
    }
  }
}
