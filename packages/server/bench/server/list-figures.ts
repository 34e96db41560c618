import { type Kind, kinds, type ListBench, type Question, questions, type Sample } from "./compare-lists.ts";
import { median } from "./http-load.ts";

/** How one series of samples is to another: medians over the rounds, each of which compares what was asked in turn. */
export interface Ratio {
  /** Of the time between two answers. */
  readonly time: number;
  readonly p95: number;
  readonly processor: number;
}

/** One way of asking, ours beside the bare ones. */
export interface Comparison extends Readonly<Record<Kind, Sample>> {
  readonly question: Question;
  /** Ours against node:http and pg. */
  readonly ratio: Ratio;
}

export interface ListFigures {
  readonly people: number;
  readonly comparisons: readonly Comparison[];
  /** Page 2,000 against page 1, ours. */
  readonly deep: Ratio;
}

function ratioOf(these: readonly Sample[], those: readonly Sample[]): Ratio {
  const of = (what: keyof Sample): number =>
    median(these.map((each, round) => each[what] / (those[round]?.[what] ?? Number.NaN)));
  return { time: 1 / of("perSecond"), p95: of("p95"), processor: of("processor") };
}

function middle(samples: readonly Sample[]): Sample {
  const of = (what: keyof Sample): number => median(samples.map((each) => each[what]));
  return { perSecond: of("perSecond"), p95: of("p95"), processor: of("processor") };
}

export function figuresOf({ people, samples }: ListBench): ListFigures {
  const compared = (question: Question): Comparison => {
    const { ours, database, bytes } = samples[question];
    return {
      question,
      ours: middle(ours),
      database: middle(database),
      bytes: middle(bytes),
      ratio: ratioOf(ours, database),
    };
  };
  return {
    people,
    comparisons: questions.map(compared),
    deep: ratioOf(samples["page 2,000"].ours, samples["page 1"].ours),
  };
}

/** How much more a question costs of ours in a larger company. */
export interface Growth {
  readonly question: Question;
  /** Such as `from 100,000 to 1,000,000`. */
  readonly people: string;
  readonly ratio: Ratio;
}

export function growthOf(small: ListBench, large: ListBench): readonly Growth[] {
  const people = `from ${small.people.toLocaleString("en")} to ${large.people.toLocaleString("en")}`;
  return questions.map((question) => ({
    question,
    people,
    ratio: ratioOf(large.samples[question].ours, small.samples[question].ours),
  }));
}

export function linesOf({ people, comparisons, deep }: ListFigures): readonly string[] {
  return [
    `${people.toLocaleString("en")} people`,
    ...comparisons.map(line),
    `page 2,000 against page 1: ${times(deep)}`,
  ];
}

export function times({ time, processor }: Ratio): string {
  return `time × ${time.toFixed(2)}, processor × ${processor.toFixed(2)}`;
}

function line({ question, ratio, ...samples }: Comparison): string {
  const three = (what: keyof Sample, digits: number): string =>
    kinds.map((kind) => samples[kind][what].toFixed(digits)).join(" / ");
  return (
    `${question}: requests/s ${three("perSecond", 0)}, p95 ms ${three("p95", 1)}, processor ms ${three("processor", 2)} ` +
    `(ours / node:http + pg / node:http); against node:http + pg: requests/s ${(100 / ratio.time).toFixed(0)} %, ` +
    `p95 × ${ratio.p95.toFixed(2)}, processor × ${ratio.processor.toFixed(2)}`
  );
}
