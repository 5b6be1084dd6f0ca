import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readFeasibility } from '../../core/feasibility.ts';

const stated = {
  feasible: [
    'Feasible',
    'Feasible.',
    '**Feasible**',
    'feasible - all of it.',
    'Yes.',
    'Yes, feasible.',
    'Verdict: feasible.',
    'Fully feasible.',
    'The task is feasible.',
    'This is entirely feasible.',
    'All requirements can be met.',
    'All requirements can be met together.',
    'All numbered requirements (R1–R6) are satisfied.',
    'All the constraints can be satisfied simultaneously.',
    'Every requirement is met by the code above.',
    'R1 to R9 can all be met together.',
    'R3 and R5 can both be met.',
    'The requirements are jointly satisfiable.',
    'The requirements are consistent with each other; all of them are implemented.',
    'Not infeasible.',
    "It isn't impossible: all requirements can be met.",
    'No requirement had to be waived.',
    'None of the requirements conflict.',
    'There are no contradictions between the requirements.',
    'No conflicts.',
    'I found no requirements that cannot be met together.',
    'No two requirements contradict each other.',
    'It may look infeasible at first, but all requirements can be met.',
    'At first glance R2 and R5 seem to contradict each other. All requirements can be met.',
    'R2 and R5 appear to conflict, yet both can be satisfied.',
    'Feasible. Note that zero allocations cannot be guaranteed when dst is too small.',
    'Feasible. Lost updates are impossible since the counter is checked on commit.',
    'Feasible. On a conflict the transaction is retried.',
    'Feasible. If R2 were stricter, it could not be met.',
    'Feasible. R2 could not be met if R5 were stricter.',
    'Feasible. R2 and R5 are in conflict for a naive implementation.',
    'R2 and R5 cannot both be met at first glance. All requirements can be met.',
    'Feasible. R2 and R5 cannot both be met unless the lock is held, which it is.',
    'Feasible. A naive approach cannot satisfy R4 and R6 together.',
    'Feasible. R4 cannot be violated, since the lock is held.',
    'Feasible. R3 does not conflict with R8.',
    'The requirements do not contradict each other, so the task is feasible.',
    'The code satisfies all requirements.',
    'It is possible, and nothing was relaxed.',
    'Nothing here is impossible.',
    'Everything can be done with the given interfaces.',
  ],
  infeasible: [
    'Infeasible.',
    'Not feasible.',
    '**Not feasible**: see below.',
    'Verdict: infeasible.',
    'Unfeasible as written.',
    'No.',
    'No, R2 and R5 conflict.',
    'No: R2 contradicts R5.',
    'R2 and R5 cannot both be met.',
    'R2 and R5 cannot be met together.',
    'Cannot be met together: R2, R5.',
    'R2 and R5 cannot both be met: if the power fails in between, nobody knows what has happened.',
    'R2 and R5 cannot be met together, because a crash would look the same before and after.',
    'R2 and R5 are incompatible since one might crash at any time.',
    'R2 and R5 cannot both be met, as a crash at the wrong moment would leave the same journal.',
    "R2 and R5 can't both hold.",
    '`R2` and **R5** cannot be satisfied simultaneously.',
    'Requirements R2 and R5 are mutually exclusive.',
    'R2 and R5 are incompatible.',
    'R5 is impossible to guarantee.',
    'R5 is in direct conflict with R2.',
    'R2 conflicts with R5.',
    'There is a contradiction between R2 and R5.',
    'It is impossible to meet both R2 and R5.',
    'We cannot guarantee both R2 and R5.',
    'The two requirements contradict each other.',
    'Not all requirements can be met.',
    'The requirements cannot all be met together.',
    'The requirements are contradictory.',
    'These are conflicting requirements.',
    'Partially feasible.',
    'Mostly feasible: one requirement had to go.',
    'Feasible except for R4.',
    'Feasible, apart from R4.',
    'No implementation can print each label exactly once.',
    'Exactly once is impossible with these interfaces.',
    'Feasible? R2 and R5 cannot both be met.',
    'R1, R3, R4 and R6 can all be met. R2 and R5 cannot be met together.',
    'All requirements but two can be met: R2 and R5 cannot both hold.',
    'R2 and R5 cannot both be met in theory, but in practice this code does it.',
    'Not feasible. If the printer took an idempotency key, all requirements could be met.',
    'The task is not fully feasible.',
    "R2 and R5 can never both be guaranteed, because a crash may fall on either side of the print. A query of the printer's state would make all of them possible.",
  ],
  unstated: [
    '',
    'See above.',
    'The code runs in linear time.',
    'If the printer could be asked, all requirements could be met.',
    'It would be feasible with an idempotency key.',
    'It seems infeasible.',
    'The lock is held while the map is read.',
    'N/A',
  ],
} as const;

describe('readFeasibility', () => {
  for (const [expected, texts] of Object.entries(stated)) {
    for (const text of texts) it(`${expected}: ${text || '(nothing)'}`, () => assert.equal(readFeasibility([text]), expected));
  }

  it('reads paragraphs in order', () => {
    assert.equal(readFeasibility(['Here is what I think.', 'Feasible.', 'Deadlock is impossible.']), 'feasible');
  });

  it('says nothing about a list of all words', () => {
    assert.notEqual(readFeasibility(['bug race deadlock leak feasible infeasible impossible cannot be met']), 'infeasible');
  });

  it('takes time linear in a hostile text', () => {
    for (const piece of [': ', 'yes ', 'no ', 'r1 ', 'all ', 'cannot be both ', '(', 'not all ']) {
      assert.ok(readFeasibility(Array(100).fill(piece.repeat(500))));
    }
  });
});
