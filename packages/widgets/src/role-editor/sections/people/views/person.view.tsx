import UserSearch from "lucide/dist/esm/icons/user-search.mjs";
import { displayName, type User } from "@crewdock/contract";
import type { VNode } from "preact";
import { Avatar, Badge, Banner, Button, EmptyState, ErrorState, SkeletonRows, useI18n } from "../../../../kit/index.ts";
import { describeSubject } from "../../../model/describe-subject.ts";
import { MatrixView } from "../../../views/matrix.tsx";
import { dayAfterEnd } from "../../common/days.ts";
import { PersonPicker } from "../../common/person-picker.tsx";
import { catalogue } from "../messages/index.ts";
import type { PersonRights } from "../model/person-rights.ts";
import type { PeopleSection } from "../people.model.ts";
import { DayOfModel } from "./day.tsx";
import { lastDayText } from "./path.ts";
import { PathLine } from "./path-line.tsx";
import { ReasonCard } from "./reason-card.tsx";

/** Everything one person may do, with the reasons of each right. */
export function PersonView({ model }: { readonly model: PeopleSection }): VNode {
  const { t } = useI18n(catalogue);
  const { person, chosen } = model;
  return (
    <>
      <div class="question">
        <PersonPicker
          label={t("person")}
          placeholder={t("personPlaceholder")}
          value={chosen.value}
          user={model.known.value.get(chosen.value ?? "")}
          search={model.people.search}
          onChange={model.choose}
        />
        <DayOfModel model={model} />
      </div>
      {chosen.value === null ? (
        <EmptyState
          icon={UserSearch}
          title={t("pickTitle")}
          text={t("pickText")}
          action={<Button onClick={() => model.choose(model.source.value.session.user.id)}>{t("showMine")}</Button>}
        />
      ) : person.state.value === "error" ? (
        <ErrorState error={person.error.value} onRetry={() => void person.reload()} />
      ) : person.data.value?.id === chosen.value && model.rights.value !== null ? (
        <Person model={model} user={person.data.value} rights={model.rights.value} />
      ) : (
        <div class="answer" aria-busy="true">
          <SkeletonRows count={6} />
        </div>
      )}
    </>
  );
}

interface PersonProps {
  readonly model: PeopleSection;
  readonly user: User;
  readonly rights: PersonRights;
}

function Person({ model, user, rights }: PersonProps): VNode {
  const i18n = useI18n(catalogue);
  const { t } = i18n;
  const name = displayName(user.name);
  const explained = model.explained.value;
  return (
    <>
      <div class="answer">
        <PersonHead model={model} user={user} />
        {user.state === "active" ? undefined : <Banner tone="warning">{t(`inactive_${user.state}`)}</Banner>}
        {rights.ending.map(({ roleName, until, narrowed }) => {
          const params = { role: roleName, date: lastDayText(i18n, until) };
          return (
            <Banner
              key={`${roleName} ${until}`}
              tone={narrowed === 0 ? "info" : "warning"}
              action={
                narrowed === 0 || model.day.value !== null
                  ? undefined
                  : { label: t("showThen"), onClick: () => model.setDay(dayAfterEnd(new Date(until))) }
              }
            >
              {narrowed === 0 ? t("endsSoonNothing", params) : t("endsSoon", { ...params, count: narrowed })}
            </Banner>
          );
        })}
        <Held model={model} rights={rights} />
        {model.day.value === null || model.past.value ? undefined : (
          <p class="differs" role="status">
            {rights.differs === 0
              ? t("differsNone", { date: i18n.format.date(`${model.day.value}T00:00`) })
              : t("differs", { date: i18n.format.date(`${model.day.value}T00:00`), count: rights.differs })}
          </p>
        )}
      </div>
      <div class="explained">
        <MatrixView key={user.id} matrix={model.matrix} name={name} />
      </div>
      {explained === null || model.reasons.value === null ? undefined : (
        <ReasonCard key={explained.key} model={model} explained={explained} reasons={model.reasons.value} user={user} />
      )}
    </>
  );
}

function PersonHead({ model, user }: Omit<PersonProps, "rights">): VNode {
  const { t } = useI18n(catalogue);
  const content = model.source.value.content.value;
  const { known } = model;
  const places = [
    user.positionId === null ? null : ({ type: "position", id: user.positionId } as const),
    { type: "department", id: user.departmentId } as const,
    ...user.groupIds.map((id) => ({ type: "group", id }) as const),
  ].flatMap((subject) => (subject === null ? [] : (describeSubject(subject, content, known.value).name ?? [])));
  const name = displayName(user.name);
  return (
    <div class="person-head">
      <Avatar name={name} id={user.id} size={40} />
      <div class="person-names">
        <h3 class="row">
          <span dir="auto">{name}</span>
          {user.state === "active" ? undefined : <Badge tone="warning">{t(`state_${user.state}`)}</Badge>}
        </h3>
        <p class="muted">{[user.email, ...places].join(" · ")}</p>
      </div>
    </div>
  );
}

/** The roles that reach the person, each by the way it comes. */
function Held({ model, rights }: Omit<PersonProps, "user">): VNode {
  const { t } = useI18n(catalogue);
  if (rights.roles.length === 0) return <Banner>{t("noRoles")}</Banner>;
  return (
    <ul class="paths" aria-label={t("rolesHeld")}>
      {rights.roles.map((path) => (
        <li key={`${path.roleId} ${path.subject.type} ${path.subject.id} ${path.through}`}>
          <PathLine model={model} path={path} />
        </li>
      ))}
    </ul>
  );
}
