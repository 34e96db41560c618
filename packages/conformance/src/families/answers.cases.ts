import type { ConformanceCase } from "../kit/conformance-case.ts";
import { ask, actorOf, goodInput, needsOf, recipeOf } from "./ask.ts";
import { forEachMethod, isStream } from "./each-method.ts";

/** The tape looks at every answer of every case; these make sure that each method is asked at least once. */
export const answerCases: readonly ConformanceCase[] = forEachMethod(
  "answers",
  "answers as its schema says",
  (method) => recipeOf(method) !== undefined && !isStream(method),
  (method) => async (context) => {
    if (method.name === "users.resendInvitation" && !context.supports("users.invite")) return;
    await ask(context, actorOf(method), method, await goodInput(context, method));
  },
  needsOf,
);
