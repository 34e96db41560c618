import { type CallContext, operations } from "@crewdock/contract";
import { Deadline } from "./abort.ts";
import { answerOf, ask, bytesAnswerOf, type Input, type Line, linesAnswerOf, requestOf } from "./calls.ts";
import { liveEvents, type LiveEventsOptions, mostEvents } from "./live-events.ts";
import { SharedEvents } from "./shared-events.ts";
import type { AnyOperation } from "./wire.ts";

type Verb = (input: Input, context: CallContext) => unknown;

/** The verb of a port that an operation stands for. */
export function verbOf(line: Line, operation: AnyOperation): Verb {
  switch (operation.answer) {
    case "json":
      return (input, context) => answerOf(line, operation, input, context);
    case "ndjson":
      return (input, context) => linesAnswerOf(line, operation, input, context);
    case "binary":
      return (input, context) => bytesAnswerOf(line, operation, input, context);
    case "sse":
      return subscribeVerb(line, operation);
  }
}

function subscribeVerb(line: Line, operation: AnyOperation): Verb {
  const { env, sender, tokens, gate, guard, monitor, timeout, answerWithin, backoff, pollEvery } = line;
  const changesSince = operations.events.changesSince as unknown as AnyOperation;
  const offers = { stream: true, polling: true };
  const stream = (since: string | undefined, context: CallContext): ReturnType<typeof liveEvents> => {
    const options: LiveEventsOptions = {
      env,
      offers,
      backoff,
      pollEvery,
      open: async (after, signal) => {
        guard.pass();
        const request = requestOf(operation, { since: after }, context);
        return sender.open(request, { signal, answerWithin, tries: 1 }); // it comes back by itself
      },
      poll: async (after, signal) => {
        const deadline = new Deadline(env, signal, timeout);
        const input = { since: after, limit: mostEvents };
        try {
          const answer = ask(line, changesSince, input, { ...context, signal: deadline.signal });
          return (await answer) as Awaited<ReturnType<LiveEventsOptions["poll"]>>;
        } finally {
          deadline.end();
        }
      },
      opening: (begun) => gate.hold(begun),
      accepted: (signal) => tokens.accepted(signal),
      by: monitor.eventsBy,
    };
    return liveEvents(options, since, context.signal);
  };
  const shared = new SharedEvents((signal) => stream(undefined, { signal, language: "en" })); // events have no words
  return ({ since }, context) =>
    typeof since === "string" ? stream(since, context) : shared.subscribe(context.signal);
}
