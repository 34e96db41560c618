import { type BrokenExpectation, type Client, displayName, type Id } from "@crewdock/contract";

/** Names of the people whom rules speak of. Whoever cannot be looked up is out of sight. */
export async function peopleOfRules(
  client: Client,
  broken: readonly BrokenExpectation[],
  signal: AbortSignal,
): Promise<ReadonlyMap<Id, string>> {
  const ids = broken.flatMap(({ expectation: { subject } }) => (subject.type === "user" ? subject.id : []));
  const found = await Promise.all(
    [...new Set(ids)].map((id) =>
      client.users.get({ id }, { signal }).then(
        ({ name }): readonly [Id, string] => [id, displayName(name)],
        () => null, // the sentence is told without the name
      ),
    ),
  );
  return new Map(found.filter((each) => each !== null));
}
