import type { Context, Hono } from "hono";

/** What the routes need of the host. */
export interface InvitationHost {
  /** Posts to Crewdock with the host's key. */
  readonly ask: (context: Context, path: string, message: unknown) => Promise<Response>;
  readonly logIn: (context: Context, login: string, password: string) => Promise<Response>;
  readonly nameOf: (userId: string) => Promise<string | null>;
  readonly body: (context: Context) => Promise<Readonly<Record<string, unknown>>>;
}

/** What stands behind the page of an invitation link: whom it is for, and the password that was chosen. */
export function addInvitationRoutes(app: Hono, { ask, logIn, nameOf, body }: InvitationHost): void {
  app.post("/host/invitation", async (context) => {
    const { token } = await body(context);
    if (typeof token !== "string") return context.json({ code: "not_found" }, 404);
    const answer = await ask(context, "invitations/read", { token });
    if (!answer.ok) return refuse(answer);
    const offer = (await answer.json()) as { userId: string; name: string };
    return context.json({ ...offer, name: (await nameOf(offer.userId)) ?? offer.name });
  });

  app.post("/host/invitation/accept", async (context) => {
    const { token, password } = await body(context);
    if (typeof token !== "string" || typeof password !== "string") return context.json({ code: "not_found" }, 404);
    const answer = await ask(context, "invitations/accept", { token, password });
    if (!answer.ok) return refuse(answer);
    const { login } = (await answer.json()) as { login: string };
    return logIn(context, login, password);
  });
}

/** Crewdock's refusal as the page needs it: the code alone. */
async function refuse(answer: Response): Promise<Response> {
  const { code } = (await answer.json()) as { readonly code: string };
  return Response.json({ code }, { status: answer.status });
}
