import assert from 'node:assert/strict';
import test from 'node:test';
import { addAnswer, addTests, answer, grader, level } from './fixture.ts';

const counterTests = `package count_test

import (
	"testing"

	"count"
	"specgen/pair"
)

func TestSum(t *testing.T) {
	var c count.Counter
	c.Add()
	if c.Sum() != 1 {
		t.Error("R1: one Add does not sum up to 1")
	}
}

func TestRace(t *testing.T) {
	pair.BothOrders(t, "R2", func() pair.Calls {
		var c count.Counter
		return pair.Calls{One: c.Add, Two: c.Add}
	})
}
`;

const counter = level({
  hidden: { 'count_test.go': counterTests },
  packages: [{ path: 'count' }],
  files: { required: ['count.go'] },
  checks: [
    { id: 'a', kind: 'test', points: 1, title: 'sums', tests: ['TestSum'] },
    { id: 'b', kind: 'race', points: 1, title: 'no race', tests: ['TestRace'] },
  ],
});

const racy =
  'package count\n\ntype Counter struct{ n int }\n\nfunc (c *Counter) Add() { c.n++ }\nfunc (c *Counter) Sum() int { return c.n }\n';
const locked = `package count

import "sync"

type Counter struct {
	mu sync.Mutex
	n  int
}

func (c *Counter) Add() { c.mu.Lock(); c.n++; c.mu.Unlock() }
func (c *Counter) Sum() int { return c.n }
`;

test('a race costs the race check alone', async () => {
  const { testAnswer } = await grader();
  const [one, two] = [await testAnswer(counter, answer({ 'count.go': racy })), await testAnswer(counter, answer({ 'count.go': locked }))];
  assert.equal(one.verdicts.a?.verdict, 'pass');
  assert.equal(one.verdicts.b?.verdict === 'fail' && one.verdicts.b.reason, 'race');
  assert.deepEqual([two.verdicts.a?.verdict, two.verdicts.b?.verdict], ['pass', 'pass']);
});

const twinTests = `package claim_test

import (
	"testing"

	"claim"
	two "two/claim"
)

func TestApart(t *testing.T) {
	claim.Take()
	if two.Taken() {
		t.Error("R1: the copies share a variable")
	}
	if !claim.Taken() || claim.Shared() != two.Shared() {
		t.Error("R2: the copies do not share the store")
	}
}
`;

test('copies of a package have variables of their own and share packages without copies', async () => {
  const twins = level({
    hidden: { 'claim_test.go': twinTests },
    given: { 'store/store.go': 'package store\n\nvar Box = new(int)\n' },
    packages: [
      { path: 'store', folder: 'store' },
      { path: 'claim', folder: 'claim', copies: 2 },
    ],
    files: { required: ['claim/claim.go'] },
    checks: [{ id: 'a', kind: 'test', points: 1, title: 'apart', tests: ['TestApart'] }],
  });
  const body =
    'package claim\n\nimport "store"\n\nvar taken bool\n\nfunc Take() { taken = true }\nfunc Taken() bool { return taken }\nfunc Shared() *int { return store.Box }\n';
  const found = await (await grader()).testAnswer(twins, answer({ 'claim/claim.go': body }));
  assert.deepEqual(found.verdicts, { a: { verdict: 'pass' } });
});

test('structure checks say what breaks a bound', async () => {
  const bounded = level({
    hidden: { 'sums_test.go': addTests },
    given: { 'sums.go': 'package sums\n\nimport "fmt"\n\nfunc Add(a, b int) int { fmt.Print(); return a }\n' },
    checks: [
      { id: 'a', kind: 'test', points: 1, title: 'adds', tests: ['TestAdd'] },
      { id: 'b', kind: 'structure', points: 1, title: 'short', structure: { maxFunctionLines: 6, banned: ['else'], maxLoops: 1 } },
      { id: 'c', kind: 'structure', points: 1, title: 'api', structure: { api: 'equal', importsEqual: true, packageVariables: [] } },
    ],
  });
  const { compileAnswer } = await grader();
  const good = await compileAnswer(bounded, addAnswer('fmt.Print()\nreturn a + b', ['fmt']));
  assert.deepEqual(good.verdicts, { b: { verdict: 'pass' }, c: { verdict: 'pass' } });
  const bad = await compileAnswer(bounded, addAnswer('for {\nif a > b {\n} else {\n}\n}\nfor {\n}', [], 'var Left int'));
  const detail = (id: string) => (bad.verdicts[id]?.verdict === 'fail' ? bad.verdicts[id].detail : bad.verdicts[id]?.verdict);
  assert.match(`${detail('b')}`, /Add has 9 lines, allowed are 6[\s\S]*2 loops, allowed are 1[\s\S]*else is not allowed/);
  assert.match(`${detail('c')}`, /package variable Left is not allowed[\s\S]*package sums adds[\s\S]*Left[\s\S]*import fmt is missing/);
});

test('what was graded once is known, until it is asked for by force or anything changes', async () => {
  const { testAnswer, compileAnswer } = await grader();
  const one = level({ hidden: { 'sums_test.go': addTests }, title: `made at ${process.hrtime.bigint()}` });
  const files = addAnswer('return a + b');
  const first = await testAnswer(one, files);
  assert.deepEqual(await testAnswer(one, files), first);
  const keys = new Set([first.key]);
  keys.add((await compileAnswer({ ...one, hash: `${one.hash}2` }, files)).key);
  keys.add((await compileAnswer(one, addAnswer('return b + a'))).key);
  assert.equal(keys.size, 3);
  assert.deepEqual(await testAnswer(one, files, true), first);
});
