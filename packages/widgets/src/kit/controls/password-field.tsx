import Check from "lucide/dist/esm/icons/check.mjs";
import CircleDashed from "lucide/dist/esm/icons/circle-dashed.mjs";
import Eye from "lucide/dist/esm/icons/eye.mjs";
import EyeOff from "lucide/dist/esm/icons/eye-off.mjs";
import type { VNode } from "preact";
import { useState } from "preact/hooks";
import { useEnv, useKit, useStyles } from "../env.ts";
import { kitCatalogue } from "../messages/index.ts";
import { passwordTexts } from "../messages/password.en.ts";
import { Button, IconButton } from "./button.tsx";
import { bind, Field, type FieldProps, type ValueProps } from "./field.tsx";
import { Icon } from "./icon.tsx";
import { passwordStyles } from "./password-field.styles.ts";

kitCatalogue.add(passwordTexts);

/** One demand of the password policy. */
export interface PasswordRule {
  readonly id: string;
  readonly label: string;
  readonly met: (value: string) => boolean;
}

export interface PasswordFieldProps extends FieldProps, ValueProps<string> {
  readonly name?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly disabled?: boolean | undefined;
  /** @default "new-password" */
  readonly autocomplete?: "new-password" | "current-password" | "off" | undefined;
  readonly rules?: readonly PasswordRule[] | undefined;
  /** Offers a button that fills in what this returns and shows it. */
  readonly generate?: (() => string) | undefined;
  /** 0 (very weak) to 4 (strong). While `rules` are open it shows as 1 (weak) at most. */
  readonly strength?: ((value: string) => number) | undefined;
  /** Called with the generated password, to fill the repeated field too. */
  readonly onGenerate?: ((value: string) => void) | undefined;
}

const levels = ["passwordVeryWeak", "passwordWeak", "passwordFair", "passwordGood", "passwordStrong"] as const;

/** A password: reveal, generate, strength, the policy as a list that ticks off. Its value is only ever a property. */
export function PasswordField(props: PasswordFieldProps): VNode {
  useStyles(passwordStyles);
  const env = useEnv();
  const kit = useKit();
  const bound = bind(props);
  const [shown, setShown] = useState(false);
  const value = bound.value ?? "";
  const { generate, strength, rules = [] } = props;
  // What the policy refuses is not called good enough, however hard to guess it is.
  const highest = rules.every(({ met }) => met(value)) ? 4 : 1;
  const level = Math.max(0, Math.min(highest, strength?.(value) ?? 0));

  const meter =
    strength === undefined || value === "" ? undefined : (
      <div class="strength" data-level={level}>
        <span class="strength-bar" aria-hidden="true">
          <i />
          <i />
          <i />
          <i />
        </span>
        <span aria-live="polite">
          {kit.t("passwordStrength", { level: kit.t(levels[level] ?? "passwordVeryWeak") })}
        </span>
      </div>
    );
  const list =
    rules.length === 0 ? undefined : (
      <ul class="rules" aria-label={kit.t("passwordRules")}>
        {rules.map((rule) => {
          const met = value !== "" && rule.met(value);
          return (
            <li key={rule.id} class={met ? "met" : undefined}>
              <Icon icon={met ? Check : CircleDashed} size={14} label={kit.t(met ? "ruleMet" : "ruleOpen")} />
              {rule.label}
            </li>
          );
        })}
      </ul>
    );
  return (
    <Field
      {...props}
      error={bound.error}
      extra={
        <>
          {meter}
          {list}
        </>
      }
    >
      {(control) => (
        <div class="control" part="control">
          <input
            {...control}
            ref={(element) => {
              // Preact writes the property, but an initial value would also become the attribute of a cloned node.
              if (element !== null && element.value !== value) element.value = value;
              bound.attach(element);
            }}
            class="control-input"
            part="input"
            type={(shown ? "text" : "password") as "text"}
            name={props.name}
            placeholder={props.placeholder}
            disabled={props.disabled}
            autocomplete={props.autocomplete ?? "new-password"}
            autocapitalize="off"
            spellcheck={false}
            onInput={(event) => bound.set(event.currentTarget.value)}
            onBlur={bound.blur}
          />
          {generate === undefined ? undefined : (
            <Button
              variant="ghost"
              size="small"
              disabled={props.disabled === true}
              onClick={() => {
                const made = generate();
                bound.set(made);
                props.onGenerate?.(made);
                setShown(true);
                env.announce(kit.t("passwordGenerated"));
              }}
            >
              {kit.t("passwordGenerate")}
            </Button>
          )}
          <IconButton
            icon={shown ? EyeOff : Eye}
            label={kit.t(shown ? "passwordHide" : "passwordShow")}
            disabled={props.disabled === true}
            onClick={() => setShown(!shown)}
          />
        </div>
      )}
    </Field>
  );
}
