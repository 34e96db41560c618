/** SQLSTATE in_failed_sql_transaction: something before has failed, and this says nothing of what it was. */
const AFTER_A_FAILURE = "25P02";

/** Statements of a transaction that run while nobody waits for them. */
export class SentStatements {
  readonly #answers: Promise<unknown>[] = [];

  add(answer: Promise<unknown>): void {
    answer.catch(() => {}); // told by done() or blame(), or of no interest because something else failed
    this.#answers.push(answer);
  }

  /** Waits for all of them. @throws what the first one failed with */
  async done(): Promise<void> {
    for (const answer of this.#answers) await answer;
  }

  /** Runs `work`; where it fails only because of one that was sent before, the error is that one's. */
  async blame<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === AFTER_A_FAILURE) await this.done();
      throw error;
    }
  }
}
