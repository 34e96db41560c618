export { RefusedRules } from "./views/refused-rules.tsx";
