import type { Context, Hono } from "hono";

/** What the routes need of the host. */
export interface InvitationHost {
  /** Posts to Crewdock with the host's key. */
  readonly ask: (context: Context, path: string, message: unknown) => Promise<Response>;
  readonly logIn: (context: Context, login: string, password: string) => Promise<Response>;
  readonly body: (context: Context) => Promise<Readonly<Record<string, unknown>>>;
}

/** What stands behind the page of an invitation link: whom it is for, and the password that was chosen. */
export function addInvitationRoutes(app: Hono, { ask, logIn, body }: InvitationHost): void {
  app.post("/host/invitation", async (context) => {
    const { token } = await body(context);
    if (typeof token !== "string") return context.json({ code: "not_found" }, 404);
    return passOn(await ask(context, "invitations/read", { token }));
  });

  app.post("/host/invitation/accept", async (context) => {
    const { token, password } = await body(context);
    if (typeof token !== "string" || typeof password !== "string") return context.json({ code: "not_found" }, 404);
    const answer = await ask(context, "invitations/accept", { token, password });
    if (!answer.ok) return passOn(answer);
    const { login } = (await answer.json()) as { login: string };
    return logIn(context, login, password);
  });
}

/** Crewdock's answer, of a refusal the code alone. */
async function passOn(answer: Response): Promise<Response> {
  const content = (await answer.json()) as Readonly<Record<string, unknown>>;
  return Response.json(answer.ok ? content : { code: content["code"] }, { status: answer.status });
}
