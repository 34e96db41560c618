export { checkedOutput, eventsAnswer, jsonAnswer, linesAnswer, problemAnswer } from "./answers.ts";
export { capabilitiesOf } from "./capabilities-of.ts";
export { fieldErrors } from "./field-errors.ts";
export type { LiveStream } from "./live-stream.ts";
export { cutPage, fold, matches, rowOrder, type Rows } from "./page.ts";
export { type AnyOperation, PRECONDITION_REQUIRED, readInput, readText } from "./request-input.ts";
export { type Acting, serveAdapter, type ServeOptions } from "./serve.ts";
export { refuse, type UserDraft, type UserErrorFacts, userErrors } from "./user-errors.ts";
export { userPage, type UserPageTrees } from "./user-page.ts";
