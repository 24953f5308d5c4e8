import { Button, Modal } from '@mantine/core';
import type { Invitation } from '../../api/types';
import { Icon } from '../../components/Icon';
import { Snippet } from '../../components/Text';
import { fullTime, left } from '../../lib/format';
import { useNow } from '../../lib/now';
import css from './LinkOnce.module.css';

/** Shows a sign-in link, this once. A slip of the finger does not close it. */
export function LinkOnce({ invitation, onClose }: { invitation: Invitation; onClose: () => void }) {
  const now = useNow();
  const expires = Date.parse(invitation.expires);
  const rest = left(expires, now);
  return (
    <Modal opened onClose={onClose} title="The sign-in link" size={520} closeOnClickOutside={false} closeOnEscape={false}>
      <div className={css.once}>
        <p>
          <Icon name="key" /> This is the only time the link of <strong>{invitation.account.name}</strong> is shown. Whoever opens it first chooses the
          password: pass it on where nobody else reads.
        </p>
        <Snippet text={invitation.url} label="link" wrap />
        <p className={rest ? css.rest : css.over} role={rest ? undefined : 'alert'}>
          <Icon name="clock" size={14} />
          {rest ? <time dateTime={invitation.expires} title={fullTime(expires)}>Works once, for another {rest}.</time> : 'The link has ended. Make a new one for this person.'}
        </p>
        <div className={css.buttons}>
          <Button onClick={onClose}>I have passed it on</Button>
        </div>
      </div>
    </Modal>
  );
}
