import * as z from "zod/mini";
import { callNotesSchema } from "../../calls/call-notes.ts";
import { callQuerySchema } from "../../calls/call-query.ts";
import { callRecordInputSchema, callRecordSchema } from "../../calls/call-record.ts";
import { recordingSchema } from "../../calls/call-recording.ts";
import { callStatisticsQuerySchema, callStatisticsSchema } from "../../calls/call-statistics.ts";
import { pageSchema } from "../../list.ts";
import { idSchema, versionSchema } from "../../primitives.ts";
import type { Operations } from "./operation.ts";

export const callsOperations: Operations["calls"] = {
  list: {
    method: "GET",
    path: "/calls",
    input: callQuerySchema,
    output: pageSchema(callRecordSchema),
    answer: "json",
    right: "call.view",
  },
  statistics: {
    method: "GET",
    path: "/calls/statistics",
    input: callStatisticsQuerySchema,
    output: callStatisticsSchema,
    answer: "json",
    right: "call.view",
  },
  get: {
    method: "GET",
    path: "/calls/{id}",
    input: z.object({ id: idSchema }),
    output: callRecordSchema,
    answer: "json",
    right: "call.view",
  },
  save: {
    method: "PUT",
    path: "/calls/{id}",
    input: z.object({ id: idSchema, call: callRecordInputSchema }),
    body: "call",
    output: callRecordSchema,
    answer: "json",
    keepalive: true,
    right: null,
  },
  annotate: {
    method: "PUT",
    path: "/calls/{id}/notes",
    input: z.object({ id: idSchema, version: versionSchema, notes: callNotesSchema }),
    body: "notes",
    output: callRecordSchema,
    answer: "json",
    keepalive: true,
    right: null,
  },
  recording: {
    method: "GET",
    path: "/calls/{id}/recording",
    input: z.object({ id: idSchema }),
    output: recordingSchema,
    answer: "binary",
    right: "call.recording.listen",
  },
  removeRecording: {
    method: "DELETE",
    path: "/calls/{id}/recording",
    input: z.object({ id: idSchema }),
    output: callRecordSchema,
    answer: "json",
    right: "call.recording.delete",
  },
};
