import type { states as english } from '../en/states.ts';
import type { Texts } from '../texts.ts';

export const states: Texts<typeof english> = {
  word: {
    retry: '다시 시도',
    cancel: '취소',
    close: '닫기',
    copy: '복사',
    copied: '복사됨',
    loading: '불러오는 중',
    previous: '이전',
    next: '다음',
    unknown: '알 수 없음',
    range: '{{total}}개 중 {{from}}–{{to}}',
  },
  state: {
    waiting: '대기',
    next: '다음 차례',
    queued: '순서 대기',
    running: '실행 중',
    succeeded: '완료',
    done: '완료',
    failed: '실패',
    cancelled: '취소됨',
    creating: '시작 중',
    'in-service': '서비스 중',
    active: '사용 중',
    provisioning: '준비 중',
    deleting: '삭제 중',
    stopped: '멈춤',
    idle: '쉬는 중',
  },
  progress: {
    left: '{{time}} 남음',
    queued: '작업자를 기다리는 중',
  },
  problem: {
    expected: '필요한 값: {{expected}}, 받은 값: {{got}}',
    requestId: '요청 ID',
    copyRequest: '요청 ID 복사',
    stale: '{{when}} 기준입니다. 새로 고치지 못했습니다.',
    unforeseen: '포털 자체에서 오류가 났습니다: {{message}}',
    unforeseenMend: '페이지를 새로 고치세요. 서버는 계속 돌고 있으며 잃은 것은 없습니다.',
  },
};
