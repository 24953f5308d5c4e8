import { describe, expect, it } from 'vitest';
import { change, meaning, parts, subject, whose } from './reviews';

const review = { id: 'r', title: 't', isTriggered: false, by: 'b', created: '', due: '', closed: null, questions: 6, open: 0, kept: 4, removed: 2 };

describe('reviews', () => {
  it('names what a question is about by its kind', () => {
    expect(subject({ kind: 'tool', entry: 'github/*', name: 'triage' })).toBe('github/*');
    expect(subject({ kind: 'agent', entry: '', name: 'a' })).toBe('a');
    expect(subject({ kind: 'consent', entry: 'ada', name: 'a' })).toBe('a for ada');
    expect(whose({ kind: 'tool', name: 'triage' })).toBe('tool of triage');
  });

  it('says what removing does to each kind', () => {
    expect(meaning({ kind: 'agent', name: 'a' }).remove).toContain('suspended');
    expect(meaning({ kind: 'model', name: 'a' }).remove).toBe('a loses it at once.');
  });

  it('leaves empty parts out of the bar', () => expect(parts(review)).toEqual([['kept', 4], ['removed', 2]]));

  it('tells a bound where there was none, and depths', () => {
    expect(change({ setting: 'tools', entry: '', instead: ['a'] })).toEqual({ gone: 'any of tools', instead: ['a'] });
    expect(change({ setting: 'depth', entry: '4', instead: ['0'] })).toEqual({ gone: 'depth 4', instead: ['depth 0'] });
  });
});
