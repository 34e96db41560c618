/** English. */
export const en = {
  kind: "What to compare",
  kind_roles: "Two roles",
  kind_people: "Two people",
  kind_days: "Two days",

  leftRole: "First role",
  rightRole: "Second role",
  leftPerson: "First person",
  rightPerson: "Second person",
  person: "Person",
  personPlaceholder: "Name, e-mail or login",
  leftDay: "First day",
  rightDay: "Second day",
  today: "Today",
  dayPast: "Who had what in the past is not kept. This is today.",
  swap: "Swap sides",

  pickPeople: "Whom to compare?",
  pickPeopleText: "Pick two people to see in what their rights differ.",
  pickPerson: "Whose rights?",
  pickPersonText: "Pick a person to see what they have on one day and on another.",
  oneRole: "There is only one role",
  oneRoleText: "Two roles are needed to compare them.",

  differ: {
    one: "{count} right of {total} differs.",
    other: "{count} rights of {total} differ.",
  },
  differNone: "No right differs: all {total} are the same.",
  farther: {
    one: "“{name}” reaches farther in {count}.",
    other: "“{name}” reaches farther in {count}.",
  },
  showAll: "Also what is the same",
  inactive: "{name} is not active: what counts here is what they can do once active.",
  right: "Right",
  differs: "differs",
} as const;
