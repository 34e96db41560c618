export { cutPage, matches } from "@crewdock/contract/serve";
