/** English: the names of the sections. */
export const en = {
  sections: "Sections of the role editor",
  roles: "Roles",
  rolesUnsaved: "Roles (not saved)",
  people: "People",
  compare: "Compare",
  checkUp: "Check-up",
  rules: "Rules",
} as const;
