/** Whole seconds of talk as `m:ss`, as the phone's own timer shows them: a second counts once it has passed. */
export function talkTime(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}
