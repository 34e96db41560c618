/** English. Rights that nobody who has the role has used. */
export const en = {
  title: "Rights that nobody uses",
  text: {
    one: "Nobody who has the role has used them for {count} day. Take them away, but leave what is for rare cases.",
    other: "Nobody who has the role has used them for {count} days. Take them away, but leave what is for rare cases.",
  },
  allUsed: {
    one: "In the last {count} day, somebody used each of the rights that can be told of.",
    other: "In the last {count} days, somebody used each of the rights that can be told of.",
  },
  early: "It has been recorded since {since} which rights are used. What nobody uses can be told from {from} on.",
  since: "Recorded since {since}.",
  more: { one: "and {count} more", other: "and {count} more" },
} as const;
