import type { signIn as english } from '../en/sign-in.ts';
import type { Texts } from '../texts.ts';

export const signIn: Texts<typeof english> = {
  signIn: {
    title: '로그인',
    working: '링크를 확인하는 중입니다',
    noSecret: 'Tandem은 한 번만 쓸 수 있는 링크로 로그인합니다.',
    how: '시작할 때 준비 완료 줄 바로 앞에 링크가 나옵니다. 새 링크가 필요하면 Tandem을 실행 중인 터미널에서 Ctrl-C로 멈추고 다시 시작하세요. 몇 초면 되고 모든 것이 그대로 남습니다.',
    used: '이미 썼거나 오래된 링크는 다시 쓸 수 없습니다.',
  },
};
