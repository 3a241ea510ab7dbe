import type { AwardRule } from './award-rule.ts';
import {
  amountRule,
  contactRules,
  identifierRules,
  placeRules,
  programRules,
  requiredRules,
} from './cell-rules.ts';
import { dateRules } from './date-rules.ts';

/** Every rule but FIELD_COUNT, in the order in which a row's issues are listed. */
export const awardRules: readonly AwardRule[] = [
  ...requiredRules,
  ...programRules,
  ...dateRules,
  amountRule,
  ...identifierRules,
  ...contactRules,
  ...placeRules,
];
