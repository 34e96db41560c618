// What of the role editor stands in other widgets.
export {
  LoadedRefusedRules,
  type LoadedRefusedRulesProps,
} from "./sections/broken-rules/views/loaded-refused-rules.tsx";
