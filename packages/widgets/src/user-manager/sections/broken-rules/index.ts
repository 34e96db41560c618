export { LoadedRefusedRules } from "../../../role-editor/parts.ts";
