import type { compare as english } from '../en/compare.ts';
import type { Texts } from '../texts.ts';

export const compare: Texts<typeof english> = {
  compare: {
    title: '적재 비교',
    what: '한 적재에서 다른 적재까지 스타 스키마의 어떤 행이 추가, 변경, 삭제되었는지 보여 줍니다.',
    back: '파일로 돌아가기',
    from: '이전',
    to: '이후',
    none: '비교할 적재가 두 개 없습니다',
    noneNext: '두 번째 적재가 성공하면 첫 번째와 비교할 수 있습니다.',
    tables: '테이블별 차이',
    same: '두 적재 직후 모든 테이블의 행이 같습니다.',
    differ: '테이블 {{tables}}개 중 {{differing}}개가 다릅니다.',
    shown: '다른 행 {{all}}개 중 {{shown}}개, 키 순서.',
    more: '행 더 보기',
    rowsOf: '달라진 행: {{table}}',
    change: '변화',
    withBefore: '바로 앞 적재와 비교',
  },
};
