export { catalogue } from "./messages/index.ts";
export { CompareView as View } from "./views/compare.view.tsx";
