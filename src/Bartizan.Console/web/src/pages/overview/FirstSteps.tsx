import { Link } from 'wouter';
import { useMeta } from '../../api/meta';
import { Empty } from '../../components/States';
import { Snippet } from '../../components/Text';
import { curl } from '../../lib/commands';
import { useLink } from '../../lib/url';

/** What to do when nothing passed. */
export function FirstSteps() {
  const meta = useMeta();
  const link = useLink();
  return (
    <Empty icon="exchanges" title="Nothing has passed in this time">
      <p>
        What agents ask models through the gateway is counted here. Choose a longer time above, or send something now, with the key of
        an <Link href={link('/agents')}>agent</Link>:
      </p>
      <Snippet text={curl(meta.data?.gateway)} label="command" />
    </Empty>
  );
}
