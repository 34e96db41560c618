export { catalogue } from "./messages/index.ts";
export { PeopleView as View } from "./views/people.view.tsx";
