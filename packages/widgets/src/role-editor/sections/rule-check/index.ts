export { BrokenRules } from "./views/broken-rules.tsx";
export { DraftRules } from "./views/draft-rules.tsx";
