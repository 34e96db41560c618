// The page of an invitation link, `/invitation#token=…`: a new person chooses a password and is signed in.
import { type PasswordPolicy, passwordRules } from "@crewdock/contract";
import { h } from "./dom.ts";
import { invitationTexts, type Refusal } from "./invitation-texts.ts";
import { applySettings, settings } from "./settings.ts";

/** Whom the link is for and what the password has to be like. */
interface Offer {
  readonly name: string;
  readonly login: string;
  readonly passwordPolicy: PasswordPolicy;
  readonly personalWords: readonly string[];
}

/** The host refused; `reason` says why. */
class Refused extends Error {
  override readonly name = "Refused";
  readonly reason: Refusal;
  constructor(reason: Refusal) {
    super(reason);
    this.reason = reason;
  }
}

const reasons: Readonly<Record<string, Refusal>> = {
  not_found: "not_found",
  gone: "gone",
  token_expired: "token_expired",
  forbidden: "forbidden",
  validation: "weak",
};

const app = document.querySelector("#app") as HTMLElement;
const texts = invitationTexts[settings.language];
const token = new URLSearchParams(location.hash.slice(1)).get("token") ?? "";

async function post<T>(path: string, message: unknown): Promise<T> {
  let response: Response;
  try {
    response = await fetch(`/host/${path}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(message),
    });
  } catch {
    throw new Refused("unavailable"); // fetch says no more than that there was no answer
  }
  if (response.ok) return (await response.json()) as T;
  if (response.status >= 500) throw new Refused("unavailable");
  const { code } = (await response.json()) as { readonly code?: string };
  throw new Refused(reasons[code ?? ""] ?? "unavailable");
}

function card(title: string, ...content: readonly (Node | string)[]): HTMLElement {
  document.title = `${title} · ${settings.texts.product}`;
  return h(
    "main",
    { class: "sign-in" },
    h(
      "div",
      { class: "sign-in-card" },
      h("div", { class: "brand large" }, settings.texts.product),
      h("h1", {}, title),
      ...content,
    ),
  );
}

function refusalCard(reason: Refusal): HTMLElement {
  const text = h("p", { role: "alert" }, texts.refused[reason]);
  const way =
    reason === "unavailable"
      ? h("button", { type: "button", class: "button", onclick: () => void start() }, texts.retry)
      : h("a", { class: "button link-button", href: "/" }, texts.toSignIn);
  return card(texts.refusedTitle, text, way);
}

function offerCard({ name, login, passwordPolicy, personalWords }: Offer): HTMLElement {
  const field = (id: string, describedBy: string): HTMLInputElement =>
    h("input", {
      id,
      name: id,
      type: "password",
      autocomplete: "new-password",
      maxlength: passwordPolicy.maxLength,
      "aria-describedby": describedBy,
      "aria-required": "true",
    });
  const password = field("password", "rules problem");
  const again = field("again", "problem");
  const problem = h("p", { class: "form-error", id: "problem", role: "alert" });
  const rules = h("ul", { class: "password-rules", id: "rules" });
  const submit = h("button", { type: "submit", class: "button primary" }, texts.submit);

  const judged = (): ReturnType<typeof passwordRules> => passwordRules(passwordPolicy, password.value, personalWords);
  const tick = (): void =>
    rules.replaceChildren(
      ...judged().map(({ rule, ok }) => {
        const text = texts.rules[rule](passwordPolicy);
        return h("li", ok ? { "data-kept": "", "aria-label": `${text}: ${texts.kept}` } : {}, text);
      }),
    );
  const complain = (text: string, about: HTMLInputElement): void => {
    problem.textContent = text;
    for (const each of [password, again]) each.setAttribute("aria-invalid", String(each === about));
    about.focus();
  };
  tick();
  password.addEventListener("input", tick);

  async function send(): Promise<void> {
    problem.textContent = "";
    if (password.value === "") return complain(texts.required, password);
    if (!judged().every(({ ok }) => ok)) return complain(texts.refused.weak, password);
    if (password.value !== again.value) return complain(texts.mismatch, again);
    submit.disabled = true;
    submit.textContent = texts.submitting;
    try {
      await post("invitation/accept", { token, password: password.value });
      location.replace("/"); // the used link leaves the history
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      submit.disabled = false;
      submit.textContent = texts.submit;
      if (error.reason === "weak" || error.reason === "unavailable") complain(texts.refused[error.reason], password);
      else app.replaceChildren(refusalCard(error.reason));
    }
  }

  return card(
    texts.title,
    h("p", { class: "muted" }, texts.welcome(name)),
    h(
      "form",
      {
        class: "sign-in-form",
        novalidate: true,
        onsubmit: (event: SubmitEvent) => {
          event.preventDefault();
          void send();
        },
      },
      h(
        "div",
        { class: "field" },
        h("label", { for: "login" }, texts.login),
        // An input, so that password managers keep the two together.
        h("input", {
          id: "login",
          name: "login",
          class: "invitation-login",
          autocomplete: "username",
          readonly: true,
          value: login,
        }),
      ),
      h("div", { class: "field" }, h("label", { for: "password" }, texts.password), password),
      rules,
      h("div", { class: "field" }, h("label", { for: "again" }, texts.again), again),
      h(
        "label",
        { class: "show-password" },
        h("input", {
          type: "checkbox",
          onchange: (event: Event) => {
            const { checked } = event.currentTarget as HTMLInputElement;
            for (const each of [password, again]) each.type = checked ? "text" : "password";
          },
        }),
        texts.show,
      ),
      problem,
      submit,
    ),
  );
}

async function start(): Promise<void> {
  try {
    const offer = await post<Offer>("invitation", { token });
    app.replaceChildren(offerCard(offer));
    document.querySelector<HTMLElement>("#password")?.focus();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    app.replaceChildren(refusalCard(error.reason));
  }
}

applySettings();
void start();
