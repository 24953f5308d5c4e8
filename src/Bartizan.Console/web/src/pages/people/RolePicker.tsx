import type { Role } from '../../api/types';
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
          <label key={role} className={css.role} data-kept={kept || undefined}>
            <input type="checkbox" checked={value.includes(role)} disabled={kept}
              onChange={(event) => onChange(roles.filter((other) => (other === role ? event.target.checked : value.includes(other))))} />
            <span className={css.word}>{roleWord[role]}</span>
            <span className={css.meaning}>{kept ? 'Stays: the last admin who can sign in.' : roleMeaning[role]}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
