import type { load as english } from '../en/load.ts';
import type { Texts } from '../texts.ts';

export const load: Texts<typeof english> = {
  load: {
    title: '적재',
    kind: { load: '적재', plan: '미리 보기', revert: '되돌리기' },
    sumPlanned:
      '읽음 {{read}} = 적재 예정 {{loaded}} + 그대로 {{unchanged}} + 거부 {{rejected}}. 아무것도 쓰지 않았습니다.',
    revert: '이 적재로 되돌리기',
    revertTitle: '이 적재로 되돌릴까요?',
    revertWhat:
      '모든 테이블이 이 적재 직후의 상태가 되고, 그 뒤에 적재한 것은 취소됩니다. 되돌리기도 하나의 적재로 남으므로 다시 되돌릴 수 있습니다.',
    revertAct: '되돌리기',
    reverting: '되돌리기를 시작하는 중',
    checks: '검사',
    checksPassed: '{{all}}개 중 {{passed}}개 통과.',
    severity: { critical: '치명적', warning: '경고' },
    tablesPlanned: '적재하면 테이블이 이렇게 됩니다',
    added: '추가',
    changed: '변경',
    unchanged: '그대로',
    removed: '삭제',
    rejected: '거부',
    sum: '읽음 {{read}} = 적재 {{loaded}} + 그대로 {{unchanged}} + 거부 {{rejected}}',
    perFile: '파일별',
    tables: '적재 후 테이블',
    rows: '행',
    table: '테이블',
    hash: '내용 해시',
    hashHelp: '행이 같으면 순서와 상관없이 해시도 같습니다.',
    rejects: '거부된 행',
    correct: '고친 뒤 파일을 다시 올리세요. 끝에 붙은 설명 열은 적재할 때 건너뜁니다.',
    rejectedCsv: '{{source}}에서 거부된 행 CSV',
    noRejects: '모든 행이 스타 스키마에 들어갔습니다.',
    empty: '빈 값',
    close: '적재 상세 닫기',
  },
};
