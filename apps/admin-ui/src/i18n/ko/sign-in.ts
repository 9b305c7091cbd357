import type { signIn as english } from '../en/sign-in.ts';
import type { Texts } from '../texts.ts';

export const signIn: Texts<typeof english> = {
  signIn: {
    title: '로그인',
    working: '링크를 확인하는 중입니다',
    name: '이름',
    nameHelp: '보통 이메일 주소입니다',
    password: '비밀번호',
    act: '로그인',
    provider: '{{name}} 계정으로 로그인',
    leaving: '이동하는 중: {{name}}',
    returned: '사용자를 확인하는 중입니다',
    providerFailed: '로그인하지 못했습니다.',
    acting: '로그인하는 중',
    wrong: '이름과 비밀번호가 맞지 않습니다. 다시 입력하거나, 초대한 사람에게 새 링크를 요청하세요.',
    wait_one: '시도가 너무 많았습니다. {{count}}초 뒤에 다시 로그인할 수 있습니다.',
    wait_other: '시도가 너무 많았습니다. {{count}}초 뒤에 다시 로그인할 수 있습니다.',
    mayAgain: '이제 다시 시도할 수 있습니다.',
    linkFailed: '이 링크로는 로그인할 수 없습니다.',
    noPassword: '비밀번호가 없나요?',
    invited: '초대 링크를 여세요. 한 번만 쓸 수 있으며, 초대한 사람이 다시 만들어 줄 수 있습니다.',
    how: '내 컴퓨터에서 실행 중이라면 시작할 때 준비 완료 줄 바로 앞에 링크가 나옵니다. 새 링크가 필요하면 Tandem을 실행 중인 터미널에서 Ctrl-C로 멈추고 다시 시작하세요. 몇 초면 되고 모든 것이 그대로 남습니다.',
  },
  welcome: {
    title: '비밀번호 정하기',
    what: '로그인됨: {{name}}. 지금 쓴 링크는 다시 쓸 수 없습니다. 비밀번호를 정해 두면 다음에도 들어올 수 있습니다.',
    later: '나중에',
  },
};
