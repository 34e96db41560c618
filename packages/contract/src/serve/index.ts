export { checkedOutput, eventsAnswer, jsonAnswer, linesAnswer, problemAnswer } from "./answers.ts";
export type { LiveStream } from "./live-stream.ts";
export { type AnyOperation, PRECONDITION_REQUIRED, readInput, readText } from "./request-input.ts";
export { type Acting, serveAdapter, type ServeOptions } from "./serve.ts";
