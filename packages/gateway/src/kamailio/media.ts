/**
 * The three places where media is steered: before a request is relayed, when an answer passes, and when a call fails.
 * With `direct` nothing is done, and browsers exchange media with one another.
 */
export function renderMedia(media: "direct"): string {
  const bodies: Record<typeof media, readonly [offer: string, answer: string, end: string]> = {
    direct: ["return;", "return;", "return;"],
  };
  const [offer, answer, end] = bodies[media];
  return `route[MEDIA_OFFER] { ${offer} }
route[MEDIA_ANSWER] { ${answer} }
route[MEDIA_END] { ${end} }
`;
}
