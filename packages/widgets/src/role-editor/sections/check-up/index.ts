export { catalogue } from "./messages/index.ts";
export { CheckUpView as View } from "./views/check-up.view.tsx";
