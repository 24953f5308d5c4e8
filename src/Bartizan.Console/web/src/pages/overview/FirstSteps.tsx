import { useMeta } from '../../api/meta';
import { Empty } from '../../components/States';
import { Snippet } from '../../components/Text';
import { curl } from '../../lib/commands';

/** What to do when nothing passed yet. */
export function FirstSteps({ ever }: { ever: boolean }) {
  const meta = useMeta();
  return (
    <Empty icon="exchanges" title={ever ? 'Nothing passed in this time' : 'Nothing has passed yet'}>
      <p>
        {ever ? 'Choose a longer range above, or send something now.' : 'As soon as an agent asks a model through the gateway, it shows here.'} Put in an
        agent’s key:
      </p>
      <Snippet text={curl(meta.data?.gateway)} label="command" />
    </Empty>
  );
}
