export { expectAccessible } from "./axe.ts";
export { expectCatalogue } from "./catalogue.ts";
export {
  allByRole,
  byRole,
  byText,
  cleanUp,
  focused,
  frame,
  mount,
  offered,
  press,
  settled,
  textOf,
  type,
  until,
} from "./dom.ts";
export { type FakeConnection, fakeConnection } from "./fake-connection.ts";
export { type ElementUnderTest, itIsAnElement } from "./it-is-an-element.ts";
