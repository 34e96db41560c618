import FileJson from "lucide/dist/esm/icons/file-braces.mjs";
import type { RoleFileFault, RoleFileValueFault } from "@crewdock/contract";
import type { VNode } from "preact";
import { useRef, useState } from "preact/hooks";
import { Banner, Button, Icon, useI18n } from "../../../../kit/index.ts";
import { catalogue } from "../messages/index.ts";
import type { Exchange, FileProblem } from "../model/exchange.model.ts";

/** Faults listed before the rest is counted. */
const most = 12;
/** Letters of a name and of a place that are shown: in a wrong file both can be of any length. */
const longest = 100;

/** A file is chosen or dropped; what is wrong with the last one stands above. */
export function FileChoice({ exchange }: { readonly exchange: Exchange }): VNode {
  const { t } = useI18n(catalogue);
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const take = (files: FileList | null | undefined): void => {
    const [file] = files ?? [];
    if (file !== undefined) void exchange.read(file);
  };
  return (
    <div class="exchange stack">
      <p class="muted">{t("intro")}</p>
      <Faults exchange={exchange} />
      <div
        class={over ? "drop-zone over" : "drop-zone"}
        onDragOver={(event) => {
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={(event) => {
          event.preventDefault();
          setOver(false);
          take(event.dataTransfer?.files);
        }}
      >
        <Icon icon={FileJson} size={24} />
        <span class="muted">{t("drop")}</span>
        <Button variant="primary" autofocus loading={exchange.reading.value} onClick={() => input.current?.click()}>
          {t("choose")}
        </Button>
        <input
          ref={input}
          hidden
          type="file"
          accept=".json,application/json"
          aria-label={t("choose")}
          onChange={({ currentTarget }) => {
            take(currentTarget.files);
            // The same file can be chosen again once it is mended.
            currentTarget.value = "";
          }}
        />
      </div>
    </div>
  );
}

function Faults({ exchange }: { readonly exchange: Exchange }): VNode | null {
  const { t } = useI18n(catalogue);
  const problems = exchange.problems.value;
  const [first] = problems;
  if (first === undefined) return null;
  const file = exchange.fileName.value;
  // Of the whole file there is one thing to say, and what it is about has no place in it.
  return first.pointer === "" ? (
    <Banner tone="danger" title={t(`fault_${first.code as RoleFileFault | "unreadable"}`, { file })}>
      {t("faultAdvice")}
    </Banner>
  ) : (
    <Banner tone="danger" title={t("fault_values", { file, count: problems.length })}>
      <p>{t("faultValuesAdvice")}</p>
      <ul class="fault-list">
        {problems.slice(0, most).map((problem) => (
          <Fault key={`${problem.code} ${problem.pointer}`} problem={problem} />
        ))}
        {problems.length > most ? <li>{t("andMore", { count: problems.length - most })}</li> : undefined}
      </ul>
    </Banner>
  );
}

function Fault({ problem: { code, pointer, role } }: { readonly problem: FileProblem }): VNode {
  const { t } = useI18n(catalogue);
  return (
    <li>
      {role === null || role === "" ? undefined : <strong dir="auto">{`${role.slice(0, longest)} `}</strong>}
      <code dir="ltr">{pointer.slice(0, longest)}</code> {t(`value_${code as RoleFileValueFault}`)}
    </li>
  );
}
