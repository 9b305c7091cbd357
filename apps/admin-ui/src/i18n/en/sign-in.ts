/** The sign-in page, and the page that follows an invitation. */
export const signIn = {
  signIn: {
    title: 'Sign in',
    working: 'Checking the link',
    name: 'Name',
    nameHelp: 'Often an e-mail address',
    password: 'Password',
    act: 'Sign in',
    provider: 'Sign in with {{name}}',
    leaving: 'Going to {{name}}',
    returned: 'Checking who you are',
    providerFailed: 'This sign-in did not work.',
    acting: 'Signing in',
    wrong: 'That name and that password do not go together. Try again, or ask whoever invited you for a new link.',
    wait_one: 'Too many tries. The next one counts in {{count}} second.',
    wait_other: 'Too many tries. The next one counts in {{count}} seconds.',
    mayAgain: 'You can try again now.',
    linkFailed: 'This link does not sign in.',
    noPassword: 'No password?',
    invited: 'Open the link of your invitation. It works once; whoever invited you can make another.',
    how: 'On your own machine, start-up prints a link just before its ready line. For a new one, press Ctrl-C where Tandem runs, and start it again; that takes seconds and keeps everything:',
  },
  welcome: {
    title: 'Choose a password',
    what: 'You are signed in as {{name}}. The link that brought you here works once; with a password you can come back.',
    later: 'Later',
  },
};
