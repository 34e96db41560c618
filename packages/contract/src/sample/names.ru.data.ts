import type { Id } from "../primitives.ts";

type Names = Readonly<Record<Id, string>>;

/** What the company calls its parts, by their ids. People, customers and deals have the languages of their countries. */
export interface SampleNames {
  readonly departments: Names;
  readonly positions: Names;
  readonly groups: Names;
  readonly numbers: Names;
  readonly roles: Readonly<Record<Id, { readonly name: string; readonly description: string }>>;
}

export const russianNames: SampleNames = {
  departments: {
    "d-management": "Руководство",
    "d-sales": "Продажи",
    "d-new-business": "Новые клиенты",
    "d-key-accounts": "Ключевые клиенты",
    "d-support": "Поддержка клиентов",
    "d-operations": "Операционный отдел",
  },
  positions: {
    "p-ceo": "Генеральный директор",
    "p-finance-director": "Финансовый директор",
    "p-people": "Специалист по персоналу",
    "p-assistant": "Помощник руководителя",
    "p-head-sales": "Начальник отдела продаж",
    "p-sales-manager": "Менеджер по продажам",
    "p-sales-analyst": "Аналитик продаж",
    "p-new-business-lead": "Начальник отдела новых клиентов",
    "p-sales-representative": "Торговый представитель",
    "p-key-accounts-lead": "Начальник отдела ключевых клиентов",
    "p-account-manager": "Аккаунт-менеджер",
    "p-support-lead": "Начальник отдела поддержки",
    "p-support-engineer": "Инженер поддержки",
    "p-operations-lead": "Начальник операционного отдела",
    "p-sysadmin": "Системный администратор",
    "p-accountant": "Бухгалтер",
    "p-marketer": "Маркетолог",
    "p-logistician": "Логист",
  },
  groups: {
    "g-moscow": "Московский офис",
    "g-moscow-early": "Москва, ранняя смена",
    "g-moscow-late": "Москва, поздняя смена",
    "g-warsaw": "Варшавский офис",
    "g-saoPaulo": "Офис в Сан-Паулу",
    "g-london": "Лондонский офис",
    "g-catalogue": "Осенний каталог",
    "g-catalogue-print": "Осенний каталог: печать",
    "g-crm": "Внедрение CRM",
  },
  numbers: {
    "n-london": "Лондонский офис",
    "n-moscow": "Московский офис",
    "n-notices": "Уведомления по SMS",
    "n-sales": "Отдел продаж",
    "n-sao-paulo": "Офис в Сан-Паулу",
    "n-warsaw": "Варшавский офис",
  },
  roles: {
    "r-admin": { name: "Администратор", description: "Всё, кроме пополнения баланса телефонии" },
    "r-executive": {
      name: "Директор",
      description: "Звонки, записи разговоров и журнал звонков всей компании",
    },
    "r-head": { name: "Начальник отдела", description: "Звонки, записи разговоров и журнал звонков отдела" },
    "r-manager": { name: "Менеджер", description: "Только свои звонки, записи разговоров и клиенты" },
  },
};
