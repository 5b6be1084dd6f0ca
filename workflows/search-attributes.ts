import { defineSearchAttributeKey } from '@temporalio/common';

/** Columns of the Web UI's list; the workers register them before they poll. */
export const attributes = {
  sweep: defineSearchAttributeKey('SpecgenSweep', 'KEYWORD'),
  model: defineSearchAttributeKey('SpecgenModel', 'KEYWORD'),
  state: defineSearchAttributeKey('SpecgenState', 'KEYWORD'),
  trialsDone: defineSearchAttributeKey('SpecgenTrialsDone', 'INT'),
  percent: defineSearchAttributeKey('SpecgenPercent', 'DOUBLE'),
};
