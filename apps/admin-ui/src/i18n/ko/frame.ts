import type { frame as english } from '../en/frame.ts';
import type { Texts } from '../texts.ts';

export const frame: Texts<typeof english> = {
  app: {
    name: 'Tandem',
    skip: '본문으로 건너뛰기',
    notFound: '이 주소에는 페이지가 없습니다.',
    toStart: '개요로 이동',
    narrow: '메뉴 열기',
    collapse: '메뉴 접기',
    expand: '메뉴 펼치기',
  },
  place: {
    overview: '개요',
    files: '파일',
    tables: '테이블',
    training: '학습',
    forecasts: '예측',
    endpoints: '엔드포인트',
    data: '데이터',
    models: '모델',
    projects: '프로젝트',
  },
  bar: {
    where: '현재 위치',
    find: '찾기 · 이동',
    language: '언어',
    theme: '테마',
    light: '밝게',
    dark: '어둡게',
    system: '시스템 설정',
    me: '로그인: {{name}}',
    session: '세션 만료 {{when}}',
    signOut: '로그아웃',
    apiDocs: 'API 문서',
    running_one: '실행 중 {{count}}건',
    running_other: '실행 중 {{count}}건',
    idle: '실행 중인 작업 없음',
  },
  palette: {
    placeholder: '메뉴, 테이블, 매장 이름을 입력하세요',
    nothing: '일치하는 항목이 없습니다. 메뉴, 테이블 이름, 매장 번호, 도시로 찾아보세요.',
    places: '메뉴',
    tables: '테이블',
    stores: '매장',
    actions: '바로 가기',
  },
};
