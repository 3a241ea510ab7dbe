import type {
  GraphProfile,
  NodeSelection,
  PropertyValues,
  RelationshipRow,
} from '@pipelines/neo4j-load';
import type { GraphAward } from './graph-award.ts';
import type { identifyCompanies } from './identify-companies.ts';
import type { GraphPlan, PlannedAward } from './plan-graph.ts';

/** Nodes that awards bring along: one for each key, described by the first award that has it. */
export interface NodeSource {
  /** Of the stage, and of its counts: `companies`. */
  readonly name: string;
  readonly label: string;
  /** Undefined where the award names none. */
  readonly keyOf: (award: PlannedAward) => string | undefined;
  readonly valuesOf: (award: PlannedAward, how: DescribeOptions) => PropertyValues;
}

/** What a description may draw upon. */
export interface DescribeOptions {
  readonly companies: GraphPlan['companies'];
  /** Addresses, titles and telephone numbers of people. */
  readonly isPersonalIncluded: boolean;
}

/** Relationships that awards bring along. */
export interface LinkSource {
  /** Of the stage, and of its counts: `worked-at`. */
  readonly name: string;
  readonly type: string;
  /** Keys of both nodes; no relationship where one is undefined. */
  readonly endsOf: (award: PlannedAward) => readonly [string | undefined, string | undefined];
  readonly values?: NonNullable<RelationshipRow['values']>;
  /** Many awards bring the same one. */
  readonly isShared?: boolean;
}

/**
 * A graph of awards: its descriptor, and the names under which load, reset, smoke checks, metrics
 * and reconciliation find in it what they are about. All of them take nothing from elsewhere.
 *
 * Source: sbir-contracts.md section 5
 */
export interface AwardGraphModel {
  readonly profile: GraphProfile;
  readonly award: {
    readonly label: string;
    readonly keyOf: (award_key: string) => string;
    readonly valuesOf: (award: GraphAward) => PropertyValues;
    /** The properties that the checks ask for. */
    readonly named: {
      readonly company_name: string;
      readonly award_amount: string;
      readonly award_amount_cents: string;
    };
  };
  readonly company: NodeSource;
  /** From the award to its company. */
  readonly awardedTo: LinkSource;
  /** Beyond the scope `minimal`, in the order of their stages. */
  readonly nodes: readonly NodeSource[];
  readonly links: readonly LinkSource[];
  /** What a reset deletes when nothing hangs on it any more, and the checks count. */
  readonly owned: Readonly<Record<'companies' | 'researchers' | 'institutions', NodeSelection>>;
  /** Name of the smoke check that counts companies. */
  readonly companyCheck: string;
  readonly identify: typeof identifyCompanies;
}

/** Keys of all nodes that an award brings along, in the order of their kinds. */
export function endsOf(
  { company, nodes }: AwardGraphModel,
  award: PlannedAward,
): readonly (string | undefined)[] {
  return [company, ...nodes].map(({ keyOf }) => keyOf(award));
}

/**
 * Types of the relationships that belong to one award alone, so that they can be set anew when its
 * row changes. FOLLOWS belongs to two.
 */
export function awardRelationships({ profile, award }: AwardGraphModel): readonly string[] {
  return profile.relationships
    .filter(({ from, to }) => (from === award.label) !== (to === award.label))
    .map(({ type }) => type);
}
