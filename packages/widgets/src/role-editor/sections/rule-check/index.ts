export { DraftRules } from "./views/draft-rules.tsx";
