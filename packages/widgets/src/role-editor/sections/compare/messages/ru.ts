import type { Messages } from "../../../../kit/index.ts";
import type { CompareSource } from "./index.ts";

/** Russian. */
export const ru: Messages<CompareSource> = {
  kind: "Что сравнить",
  kind_roles: "Две роли",
  kind_people: "Двух людей",
  kind_days: "Два дня",

  leftRole: "Первая роль",
  rightRole: "Вторая роль",
  leftPerson: "Первый человек",
  rightPerson: "Второй человек",
  person: "Человек",
  personPlaceholder: "Имя, почта или логин",
  leftDay: "Первый день",
  rightDay: "Второй день",
  today: "Сегодня",
  dayPast: "Кто что мог раньше, не хранится. Показано сегодня.",
  swap: "Поменять местами",

  pickPeople: "Кого сравнить?",
  pickPeopleText: "Выберите двух людей, и станет видно, чем отличаются их права.",
  pickPerson: "Чьи права?",
  pickPersonText: "Выберите человека: будет видно, что он может в один день и что в другой.",
  oneRole: "Роль только одна",
  oneRoleText: "Для сравнения нужны две роли.",

  differ: {
    one: "Отличается {count} право из {total}.",
    few: "Отличаются {count} права из {total}.",
    many: "Отличаются {count} прав из {total}.",
    other: "Отличаются {count} права из {total}.",
  },
  differNone: "Отличий нет, прав всего {total}.",
  farther: {
    one: "«{name}» шире в {count} праве.",
    few: "«{name}» шире в {count} правах.",
    many: "«{name}» шире в {count} правах.",
    other: "«{name}» шире в {count} правах.",
  },
  showAll: "Показать и одинаковое",
  inactive: "Сейчас {name} не работает. Показано, что снова будет можно после включения.",
  right: "Право",
  differs: "отличается",
};
