/** What somebody reads who comes back from an identity provider and is not signed in, or whose identity was not linked: what happened, and what to do. */
const words: Record<string, string> = {
  notBegunHere: 'This sign-in was not begun in this browser, took too long, or came back before. Begin again.',
  unreachable: 'The identity provider does not answer. Try again, or sign in with name and password.',
  denied: 'The identity provider did not let you in.',
  notBelieved: 'What the identity provider sent could not be believed. Begin again; if it stays so, tell those who run Bartizan: its log says more.',
  noAccount: 'You signed in there, but have no account here that is linked to it. Ask an admin for an invitation, or sign in with your password and link it.',
  disabled: 'Your account is disabled. Ask an admin.',
  noRole: 'You signed in there, but nothing that it says of you gives you a role here. Ask those who manage groups there.',
  noName: 'The identity provider says no name for you that an account can have. Ask an admin for an invitation.',
  nameTaken: 'There is an account of your name already, and it is not linked to this identity. Ask an admin for an invitation.',
  linked: 'This identity belongs to an account already.',
  otherPerson: 'Somebody else signed in at the identity provider. Begin again as yourself.',
  over: 'The invitation or the session with which you began is over. Begin again.',
};

/** The words for a problem that the address names; null for none, and for what nobody here wrote. */
export const problemWords = (search: string): string | null => {
  const name = new URLSearchParams(search).get('problem') ?? '';
  return Object.hasOwn(words, name) ? words[name]! : null;
};

/** The page to come back to: the one that is open, without what went wrong before. */
export function returnPath(at: Pick<Location, 'pathname' | 'search'>): string {
  const search = new URLSearchParams(at.search);
  search.delete('problem');
  const path = at.pathname === '/sign-in' ? '/' : at.pathname;
  return search.size > 0 ? `${path}?${search.toString()}` : path;
}
