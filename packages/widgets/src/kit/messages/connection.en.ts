/** English of the note on the connection, which comes with it. */
export const connectionTexts = {
  connectionLost: "No connection since {time}",
  connectionLostText: "What you see may be out of date. It loads again when the connection is back.",
  connectionTrying: "Reconnecting…",
  connectionBack: "Connected again",
} as const;
