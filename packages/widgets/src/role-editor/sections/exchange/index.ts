export { catalogue } from "./messages/index.ts";
export { ExchangeView } from "./views/exchange.view.tsx";
