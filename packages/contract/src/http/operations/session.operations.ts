import { sessionSchema } from "../../session/session.ts";
import { nothing, type Operations } from "./operation.ts";

export const sessionOperations: Operations["session"] = {
  me: { method: "GET", path: "/session", input: nothing, output: sessionSchema, answer: "json", right: null },
};
