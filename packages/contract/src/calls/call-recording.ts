import * as z from "zod/mini";

/** That a call was recorded, and what is known of it without listening. */
export interface RecordingInfo {
  /** Such as `audio/ogg`, without parameters. */
  readonly mediaType: string;
  /** How long it is, in whole seconds. */
  readonly seconds: number;
}

/**
 * What was recorded. It travels with the token like every other answer, so that no address of it can be passed on; a
 * page plays it from `URL.createObjectURL(new Blob([bytes], { type: mediaType }))` under `media-src blob:`.
 */
export interface Recording {
  readonly mediaType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A media type of sound (RFC 6838); nothing that a browser would run. */
const mediaTypeSchema = z.string().check(z.maxLength(70), z.regex(/^audio\/[a-z0-9][a-z0-9.+-]*$/));

export const recordingInfoSchema: z.ZodMiniType<RecordingInfo> = z.object({
  mediaType: mediaTypeSchema,
  seconds: z.int().check(z.minimum(0)),
});
export const recordingSchema: z.ZodMiniType<Recording> = z.object({
  mediaType: mediaTypeSchema,
  bytes: z.instanceof(Uint8Array) as unknown as z.ZodMiniType<Recording["bytes"]>,
});
