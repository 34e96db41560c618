export { catalogue } from "./messages/index.ts";
export { RulesView as View } from "./views/rules.view.tsx";
