import { ApiError } from '../api/client';
import css from './Problem.module.css';

/** Why a form was refused: what, how to mend it, and single errors with their places. */
export function Problem({ error }: { error: unknown }) {
  if (!error) return null;
  const problem = error instanceof ApiError ? error.problem : null;
  return (
    <div className={css.problem} role="alert">
      <p>
        <strong>{problem?.title ?? String(error)}</strong> {problem?.detail} {problem?.fix}
      </p>
      {problem?.errors && (
        <ul>
          {problem.errors.map((one, index) => (
            <li key={index}>
              {one.line > 0 && <code>{`line ${one.line}, column ${one.column}`}</code>} {one.what} {one.fix}
            </li>
          ))}
        </ul>
      )}
      {problem?.requestId && <p className={css.request}>Request {problem.requestId}</p>}
    </div>
  );
}
