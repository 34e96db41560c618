export { cutPage, fold, matches, rowOrder } from "@crewdock/contract/serve";
