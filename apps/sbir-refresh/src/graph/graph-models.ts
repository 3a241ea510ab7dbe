import { awardCompanyModel } from './award-company-model.ts';
import type { AwardGraphModel } from './award-graph-model.ts';
import { unifiedModel } from './unified-model.ts';

const models = { 'award-company': awardCompanyModel, unified: unifiedModel };

/** `graph_profile` of an event. */
export type GraphProfileName = keyof typeof models;

/** The graph model of a profile; without a name the default, `award-company`. */
export function graphModelOf(name: GraphProfileName = 'award-company'): AwardGraphModel {
  return models[name];
}
