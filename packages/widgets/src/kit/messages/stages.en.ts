/** English of the list of stages, paid for only where there is one. */
export const stageTexts = {
  stageWaiting: "Waiting",
  stageRunning: "Running",
  stageOk: "Done",
  stageFailed: "Failed",
  stageSkipped: "Skipped",
} as const;
