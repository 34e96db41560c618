import type { Messages } from "../../../../kit/index.ts";
import type { RulesSource } from "./index.ts";

/** Russian. Rules are worded so that they fit a person as well as many. */
export const ru: Messages<RulesSource> = {
  title: "Правила",
  intro: "Чего права должны придерживаться. Изменение, которое нарушает правило, не сохраняется.",
  add: "Добавить правило",
  saveRule: "Сохранить правило",
  edit: "Изменить правило",
  remove: "Удалить правило",
  removed: "Правило удалено",
  empty: "Правил пока нет",
  emptyText:
    "Опишите, чего быть не должно: например, чтобы менеджер выгружал контакты. По правилу проверяется каждое изменение.",
  emptyReadOnly: "Их может задать тот, кто управляет ролями.",

  rule_role: "Все с ролью «{name}»: {what}",
  rule_position: "Все на должности «{name}»: {what}",
  rule_department: "Все в отделе «{name}» и ниже: {what}",
  rule_group: "Все в группе «{name}»: {what}",
  rule_user: "{name}: {what}",
  gone: "кто-то, кого вам не видно",
  must_not: "нельзя «{action}»",
  must: "нужно право «{action}»",
  at_most: "«{action}» не шире, чем «{scope}»",
  at_least: "«{action}» не уже, чем «{scope}»",

  holds: "Соблюдается",
  breaks: {
    one: "Нарушает {count} человек",
    few: "Нарушают {count} человека",
    many: "Нарушают {count} человек",
    other: "Нарушают {count} человека",
  },
  wouldBreak: {
    one: "нарушит {count} человек",
    few: "нарушат {count} человека",
    many: "нарушат {count} человек",
    other: "нарушат {count} человека",
  },
  byRole: "Это разрешает сама роль",
  person: "{name}: {scope}",
  through: "{name}: {scope} через роль «{role}»",
  more: { one: "и ещё {count}", few: "и ещё {count}", many: "и ещё {count}", other: "и ещё {count}" },

  who: "Кто",
  whoHint: "Роль, должность, сотрудник…",
  bound: "Правило",
  right: "Право",
  rightHint: "Поиск по правам",
  note: "Почему (необязательно)",
  choice_must_not: "нельзя",
  choice_must: "нужно",
  choice_at_most: "не шире, чем: {scope}",
  choice_at_least: "не уже, чем: {scope}",
  group_role: "Роли",
  group_position: "Должности",
  group_department: "Отделы",
  group_group: "Группы",
  group_user: "Люди",
  missing: "Выберите, о ком правило и какое право.",
  duplicate: "Такое правило уже есть.",
};
