// What a part of the resources came to that was judged somewhere else: in the ledger it is as if it had been judged here.
import type { Opinion } from '../providers/provider.ts';
import type { Door, Finding, RuleReport, ScopeReport, Undecided } from '../report/report.ts';

/** A ledger's content as plain data. */
export interface Part {
  doors: Door[];
  findings: Finding[];
  undecided: Undecided[];
  opinions: Opinion[];
  /** Of each rule of the run, in its order: how often it passed, failed and could not tell. */
  rules: [passed: number, failed: number, undecided: number][];
  /** Scopes of which something was judged, with the tallies of just that. */
  scopes: ScopeReport[];
}

/** Stands in a stream of records for resources that were judged already. */
export interface Judged {
  record: 'judged';
  part: Part;
}

/** What rules counted, as a part carries it. */
export function countsOf(tallies: RuleReport[]): Part['rules'] {
  return tallies.map(({ passed, failed, undecided }) => [passed, failed, undecided]);
}

/** Adds what a part counted. */
export function addCounts(tallies: RuleReport[], counts: Part['rules']): void {
  for (const [index, [passed, failed, undecided]] of counts.entries()) {
    const tally = tallies[index];
    if (tally === undefined) continue;
    tally.passed += passed;
    tally.failed += failed;
    tally.undecided += undecided;
  }
}
