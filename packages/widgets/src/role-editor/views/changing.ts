export { SaveBar } from "./save-bar.tsx";
export { ScopePicker } from "./scope-picker.tsx";
