export { UnusedView } from "./views/unused.view.tsx";
