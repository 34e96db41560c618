import type { EndCause } from "../sip-engine.ts";

export type MicrophoneProblem = Extract<
  EndCause,
  "media_denied" | "no_microphone" | "microphone_in_use" | "insecure_context"
>;

/** The microphone could not be opened; `code` says which remedy applies. */
export class MicrophoneError extends Error {
  readonly code: MicrophoneProblem;

  constructor(code: MicrophoneProblem, cause: unknown) {
    super(code, { cause });
    this.name = "MicrophoneError";
    this.code = code;
  }
}

const BY_NAME: Readonly<Record<string, MicrophoneProblem>> = {
  NotAllowedError: "media_denied",
  SecurityError: "media_denied",
  NotFoundError: "no_microphone",
  OverconstrainedError: "no_microphone",
  NotReadableError: "microphone_in_use",
  AbortError: "microphone_in_use",
};

export type AcquireMicrophone = (constraints: MediaStreamConstraints) => Promise<MediaStream>;

/** Asks the browser. Without a secure context there is nothing to ask. */
export const browserMicrophone: AcquireMicrophone = (constraints) => {
  const devices: MediaDevices | undefined = navigator.mediaDevices;
  if (devices === undefined) return Promise.reject(new MicrophoneError("insecure_context", undefined));
  return devices.getUserMedia(constraints);
};

const CONSTRAINTS: MediaStreamConstraints = {
  audio: { echoCancellation: true, noiseSuppression: true, autoGainControl: true },
  video: false,
};

/** Opens the microphone for one call. Rejects with a `MicrophoneError`. */
export async function openMicrophone(acquire: AcquireMicrophone): Promise<MediaStream> {
  try {
    return await acquire(CONSTRAINTS);
  } catch (error) {
    if (error instanceof MicrophoneError) throw error;
    const name = error instanceof Error || error instanceof DOMException ? error.name : "";
    throw new MicrophoneError(BY_NAME[name] ?? "microphone_in_use", error);
  }
}
