import type { ConsentUse } from '../api/types';
import { usable, where } from '../lib/consent';
import { FactList } from './FactList';

/** What an agent may do for a person, in plain words. */
export function Use({ use }: { use: ConsentUse }) {
  return (
    <FactList facts={[
      ['At', where(use)],
      ['Models', usable('models', use.models)],
      ['Tools', usable('tools', use.tools)],
      ['Scopes', use.scopes.length > 0 && use.scopes.map((scope) => <code key={scope}>{scope} </code>)],
      ['While you are away', use.renews ? 'yes' : 'no'],
    ]} />
  );
}
