/** The sign-in page. */
export const signIn = {
  signIn: {
    title: 'Sign in',
    working: 'Checking the link',
    noSecret: 'Tandem signs you in by a link that works once.',
    how: 'Start-up prints a link just before its ready line. For a new one, press Ctrl-C where Tandem runs, and start it again; that takes seconds and keeps everything:',
    used: 'A link that was used, or is too old, does not work again.',
  },
};
