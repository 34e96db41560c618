import CalendarClock from "lucide/dist/esm/icons/calendar-clock.mjs";
import type { VNode } from "preact";
import { Button, Field, useKit } from "../../../kit/index.ts";
import { type Day, dayOf, firstOfNextMonth } from "./days.ts";

export interface DayFieldProps {
  readonly label: string;
  /** Null for today. */
  readonly value: Day | null;
  readonly onChange: (day: Day | null) => void;
  readonly now: Date;
  /** What the button says that goes back to today. */
  readonly today: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
}

/** A day from today on, with the first of next month, or the way back, at one press. */
export function DayField({ label, value, onChange, now, today, help, error }: DayFieldProps): VNode {
  const { format } = useKit();
  const first = firstOfNextMonth(now);
  const present = dayOf(now);
  return (
    <div class="day">
      <Field label={label} help={help} error={error}>
        {(control) => (
          <div class="day-line">
            <div class="control" part="control">
              <input
                {...control}
                type="date"
                class="control-input tabular"
                part="input"
                min={present}
                max="9999-12-31"
                value={value ?? present}
                onChange={({ currentTarget: { value: next, validity } }) =>
                  onChange(next === "" || next === present || validity.rangeOverflow ? null : next)
                }
              />
            </div>
            <Button variant="ghost" icon={CalendarClock} onClick={() => onChange(value === null ? first : null)}>
              {value === null ? format.date(`${first}T00:00`) : today}
            </Button>
          </div>
        )}
      </Field>
    </div>
  );
}
