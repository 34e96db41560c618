import { CrewError } from "@crewdock/contract";
import { describeError } from "../log.ts";
import type { Services } from "../services.ts";
import { runUnit } from "../store/unit.ts";
import { findUser } from "./user-rows.ts";

interface Letter {
  readonly subject: string;
  readonly text: (name: string, login: string, url: string) => string;
}

const ENGLISH: Letter = {
  subject: "Your login",
  text: (name, login, url) =>
    `Hello ${name},\n\nan account was made for you.\n\nLog in here: ${url}\nLogin: ${login}\n\nYour administrator tells you the password.\n`,
};

const LETTERS: Readonly<Record<string, Letter>> = {
  en: ENGLISH,
  ru: {
    subject: "Ваш логин",
    text: (name, login, url) =>
      `Здравствуйте, ${name}!\n\nДля вас создана учётная запись.\n\nВход: ${url}\nЛогин: ${login}\n\nПароль сообщит ваш администратор.\n`,
  },
};

/**
 * Tells a new user of the login and records whether that worked. A repeated create finds the letter sent already.
 * Without a mailer nobody is told and the state stays `none`.
 */
export async function invite(services: Services, userId: string, language: string): Promise<void> {
  const { notify } = services.options;
  if (!notify) return;
  const user = await findUser(services.db, services.tenant, userId);
  if (!user || user.invitation.state !== "none") return;
  const letter = LETTERS[language.slice(0, 2)] ?? ENGLISH;
  let state: "sent" | "failed" = "sent";
  try {
    const text = letter.text(user.name.first, user.login, notify.loginUrl);
    await notify.mailer.send({ to: user.email, subject: letter.subject, text });
  } catch (error) {
    state = "failed";
    services.log({ level: "warn", event: "invitation.failed", userId, ...describeError(error) });
  }
  const options = { tenant: services.tenant, actorId: null, now: services.now(), requestId: null };
  await runUnit(
    services.db,
    options,
    () => services.feed.wake(),
    async (unit) => {
      const rows = await unit.query<{ department_id: string }>(
        `update users set invitation_state = $3, invitation_at = $4 where tenant_id = $1 and id = $2 returning department_id`,
        [unit.tenant, userId, state, unit.now],
      );
      const [row] = rows;
      if (!row) throw new CrewError("not_found");
      unit.emit({ type: "user.changed", id: userId, ownerId: userId, departmentIds: [row.department_id] });
    },
  );
}
