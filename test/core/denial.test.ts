import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { denies } from '../../core/denial.ts';

const cases: Record<'denies' | 'affirms', [name: string, item: string][]> = {
  affirms: [
    ['a copy is sorted now', '`Merge` sorted the argument; it now sorts a copy so the input is left untouched.'],
    ['a copy is sorted now, second clause', '`Merge` sorted in place. It now sorts a copy, so the input is left untouched.'],
    ['the operator that belongs there', '`Fee` compares with `<`. `<=` is correct.'],
    ['where an operator belongs', '`Fee`: `<` is used where `<=` is correct.'],
    ['what the repair leads to', 'The map was handed out. Fixed by copying it, so reading is safe.'],
    ['what the repair leads to, without a race', 'Snapshot returns the live map; I copy it under the lock, so there is no race.'],
    ['the repair in the first person', 'The result shared its array: I cloned the tickets, the stays are safe.'],
    ['changed from one to another', 'Changed `<` to `<=`; the boundary is correct.'],
    ['no leak any more', 'Workers blocked on send. With a buffer there is no leak any more.'],
    ['now as documented', 'The cap was applied once; it now works as documented.'],
    ['does not work as documented', '`Fee` does not work as documented: the cap is applied once.'],
    ['not the intended behaviour', 'A stay equal to Grace pays, which is not the intended behaviour.'],
    ['what is intended', 'The intended behaviour is one cap a day; the code has one cap in all.'],
    ['contrary to intention', 'The order is lost, contrary to the intended behaviour.'],
    ['what ought to be left alone', '`Merge` should leave the slice untouched but sorts it.'],
    ['a copy, to leave the argument alone', '`Merge` sorts its argument. Sort a clone to leave it untouched.'],
    ['the caller’s data left alone by a copy', 'Sorting happens in place; with a clone the argument is left unchanged.'],
    ['looks right, but', 'The comparison looks fine, but a stay equal to Grace is charged.'],
    ['the result is right, but', '`Merge` sorts in place: the result is correct, but the caller’s slice is reordered.'],
    ['the contract is right', 'The doc comment is correct; `Fee` rounds down.'],
    ['the rest is right', '`begun` truncates; the rest of the function is correct.'],
    ['others are not affected', 'The last day is not capped, other days are not affected.'],
    ['no other faults', '`begun` truncates. No other bugs.'],
    ['not the only bug', 'The strict comparison is not the only bug in `Fee`.'],
    ['does not prevent', 'The second lock does not prevent the race.'],
    ['does not detect', 'The counter does not detect the deadlock.'],
    ['a wrong belief', 'The code assumes that reading without the lock is safe.'],
    ['nothing is safe', 'Once the map has escaped, no access is safe.'],
    ['fine until', 'There is no problem until two callers meet, then the map is written twice.'],
    ['not free of races', '`Snapshot` is not free of races.'],
    ['no handling', 'There is no deadlock detection, so both calls wait for ever.'],
    ['an attack on purpose', 'A client that sends a wrong count on purpose makes it allocate 4 GiB.'],
    ['one thing and not the other', 'The losers stay blocked: that is a leak, not a deadlock.'],
    ['if left as it is', 'If the sort is left as is, callers see their stays in another order.'],
    ['nothing to change for callers', '`Merge` sorts in place. Sort a clone; no change needed in callers.'],
  ],
  denies: [
    ['correct as it stands', 'The loop is correct as it stands.'],
    ['correct, with a reason', 'The grace comparison is correct since the contract says so.'],
    ['correct, after a colon', '`begun` is correct: it rounds up.'],
    ['right', 'The order of the two locks is right.'],
    ['an operator that is there already', 'The comparison uses `<=`, which is already correct.'],
    ['left as it is', 'The backwards loop was left as it is.'],
    ['left by the author', 'The comparison looks strict; I left it unchanged.'],
    ['left on purpose', 'The strict comparison was left on purpose.'],
    ['kept by choice', 'The reverse loop looks odd, but I decided to leave it alone.'],
    ['fine, though slow', 'The reverse loop is fine, but slow.'],
    ['the rest of the sentence is a reason', 'The variable is captured, which is safe because each round has its own.'],
    ['a language change', 'Since Go 1.22 each round now has its own variable, so this is not a bug.'],
    ['fixed by the language', 'Capture was fixed in Go 1.22, so the loop is safe.'],
    ['not mended, and why', 'I have not changed it as the loop is fine.'],
    ['no race although it looks so', 'The map is read without the lock. There is no race: nobody writes then.'],
    ['by design', 'Ties keep their order by design.'],
    ['intended', 'Counting from arrival is intended.'],
    ['the intended behaviour', 'That two days cost two caps is the intended behaviour.'],
    ['a deliberate choice', 'Iterating backwards is a deliberate choice.'],
    ['works as documented', '`Merge` works as documented.'],
    ['no change', 'The pause between zones: no change needed.'],
    ['false alarm', 'A false alarm: the channel is buffered.'],
    ['not racy', 'The counter is not racy, as it is atomic.'],
    ['no issue', 'Walking the steps from the end is not an issue.'],
    ['without a leak', 'The worker ends without a leak.'],
  ],
};

describe('denies', () => {
  for (const [expected, items] of Object.entries(cases))
    for (const [name, item] of items) it(`${expected}: ${name}`, () => assert.equal(denies(item), expected === 'denies'));

  it('reads a long item of denials that all have an excuse in bounded steps', () => {
    assert.equal(denies('only this is fine, '.repeat(100)), false);
  });
});
