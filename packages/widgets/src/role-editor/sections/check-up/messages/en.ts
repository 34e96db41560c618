/** English. What the check-up says; each finding has a title, and a word why it matters. */
export const en = {
  title: "Check-up",
  intro: "What has gathered over time. Nothing here is wrong, but fewer roles are easier to read.",
  toTidy: { one: "{count} thing to tidy up", other: "{count} things to tidy up" },
  tidy: "All is tidy",
  tidyText: "No role is left over, and people’s roles fit their places.",
  tidyRoles: "No role is left over.",
  reachPart: "Looks at the people you can see, {count} of them.",
  reachRoles: "Looks at roles only: who has them is not known here.",
  showMore: { one: "Show {count} more", other: "Show {count} more" },

  same: "Roles that allow the same",
  sameText: "One of them is enough. Give it to everybody who has the other, then delete that one.",
  empty: "Roles that allow nothing",
  emptyText: "Whoever has one gains nothing by it.",
  ended: "Given only until dates that have passed",
  endedText: "Nobody has these any more. Give them again, or delete them.",
  endedLine: "The last one ended {date}",
  unheld: "Roles that nobody has",
  unheldText: "Delete those that nobody will need.",
  unheldNotGiven: "Not given to anybody",
  unheldPlaces: "Given to {list}, where nobody is",
  unheldGone: "Given to somebody who no longer exists",
  withPosition: {
    one: "The position {list} gives it to newcomers",
    other: "The positions {list} give it to newcomers",
  },

  extra: "Direct roles besides the position",
  extraText: "Given to the person for good, though neither their position nor a department or group gives them.",
  doubled: "Roles that come twice",
  doubledText:
    "Given directly, though they come in another way as well. The direct ones can go, and nobody loses a right.",
  doubledLine: "{role}: also from {list}",
  missing: "Without the role of their position",
  missingText: "Their position has a role of its own, and they do not have it.",

  contained: "Contained in another role",
  containedText: "Often as it should be: a head may do all that the team may. Nobody needs both, though.",
  containedLine: "All of it is in {list}",
  containedBoth: { one: "{count} person has both", other: "{count} people have both" },
  goodToKnow: "Good to know",

  subject_department: "department “{name}”",
  subject_position: "position “{name}”",
  subject_group: "group “{name}”",
} as const;
