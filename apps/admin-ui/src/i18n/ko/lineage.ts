import type { lineage as english } from '../en/lineage.ts';
import type { Texts } from '../texts.ts';

export const lineage: Texts<typeof english> = {
  lineage: {
    what: '무엇이 무엇으로 만들어졌는지 보여 줍니다. 파일, 파일이 인식된 소스, 스타 스키마의 테이블, 학습 프레임, 모델 순서입니다.',
    well: '항목 {{things}}개, 연결 {{ways}}개.',
    diagram: '데이터의 흐름 그림',
    table: '같은 내용의 표',
    tableHelp: '그림의 선마다 한 행입니다.',
    choose: '위에서 테이블을 고르면 열마다 무엇으로 만들어졌는지 보여 줍니다.',
    columnsOf: '열의 출처: {{table}}',
    noTable: '스타 스키마에 없는 테이블입니다: {{table}}',
    rows: '행 보기',
    madeOf: '출처',
    how: '방법',
    did: { copied: '형식대로 복사', 'looked-up': '키로 찾음:', derived: '계산' },
    byLoad: '적재하면서 매김',
    from: '출발',
    to: '도착',
    gives: '주는 것',
    layer: {
      file: '최신 파일',
      source: '소스',
      dimension: '차원',
      fact: '팩트',
      frame: '학습 프레임',
      model: '모델',
    },
    give: {
      recognised: '머리글로 인식한 레코드',
      feeds: '행',
      'looked-up': '찾아 쓰는 키',
      target: '예측 대상',
      known: '미리 아는 값',
      statics: '항목의 속성',
      calendar: '날짜',
      trains: '학습 데이터',
    },
  },
};
