import type { ConsentUse } from '../api/types';
import { handedOn, usable, where } from '../lib/consent';
import { FactList } from './FactList';

/** What an agent may do for a person, in plain words. */
export function Use({ use }: { use: ConsentUse }) {
  return (
    <FactList facts={[
      ['At', where(use)],
      ['Models', usable('models', use.models)],
      ['Tools', usable('tools', use.tools)],
      ['It says it is for', use.purpose && <bdi>“{use.purpose}”</bdi>],
      ['It may spend', use.limits && `${use.limits.join(', ')} altogether`],
      ['It may hand on', use.handsOn !== null && handedOn(use.handsOn)],
      ['Scopes', use.scopes.length > 0 && use.scopes.map((scope) => <code key={scope}>{scope} </code>)],
      ['While you are away', use.renews ? 'yes' : 'no'],
    ]} />
  );
}
