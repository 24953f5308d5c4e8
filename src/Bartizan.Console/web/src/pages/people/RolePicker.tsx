import type { Role } from '../../api/types';
import { Check } from '../../components/Check';
import { roleMeaning, roles, roleWord } from '../../lib/words';
import css from './RolePicker.module.css';

/** The roles of one person, each with what it lets them do. */
export function RolePicker({ value, onChange, keepAdmin = false }: {
  value: readonly Role[];
  onChange: (roles: Role[]) => void;
  /** Whether the role admin cannot be taken away. */
  keepAdmin?: boolean;
}) {
  return (
    <fieldset className={css.roles}>
      <legend>Roles</legend>
      {roles.map((role) => {
        const kept = keepAdmin && role === 'admin' && value.includes(role);
        return (
          <Check key={role} label={roleWord[role]} meaning={kept ? 'Stays: the last admin who can sign in.' : roleMeaning[role]} plain={false}
            checked={value.includes(role)} disabled={kept} onChange={(checked) => onChange(roles.filter((other) => (other === role ? checked : value.includes(other))))} />
        );
      })}
    </fieldset>
  );
}
