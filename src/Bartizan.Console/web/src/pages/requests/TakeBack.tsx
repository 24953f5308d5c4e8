import { useState } from 'react';
import { useTakeBack } from '../../api/access';
import { Confirm, Ending } from '../../components/Confirm';
import { Panel } from '../../components/Panel';

/** Takes a grant back before it is used up or over. */
export function TakeBack({ id }: { id: string }) {
  const takeBack = useTakeBack(id);
  const [asking, setAsking] = useState(false);
  return (
    <Panel title="Take back">
      <Ending disabled={false} onAsk={() => setAsking(true)} text="The grant lets nothing pass any more, from the next call on.">
        Take the grant back…
      </Ending>
      {asking && (
        <Confirm title="Take this grant back?" keep="Keep it" verb="Take back" error={takeBack.error} busy={takeBack.isPending} onClose={() => setAsking(false)}
          onDo={() => takeBack.mutate(undefined, { onSuccess: () => setAsking(false) })}>
          The call is held again.
        </Confirm>
      )}
    </Panel>
  );
}
