export { catalogue } from "./messages/index.ts";
export { BrokenRules } from "./views/broken-rules.tsx";
export { RulesView as View } from "./views/rules.view.tsx";
