import type { tables as english } from '../en/tables.ts';
import type { Texts } from '../texts.ts';

export const tables: Texts<typeof english> = {
  tables: {
    what: '스타 스키마입니다. 차원은 언제 어디서를, 팩트는 무슨 일이 있었는지를 담습니다.',
    whatN: '차원 {{dimensions}}개는 언제 어디서를, 팩트 {{facts}}개는 무슨 일이 있었는지를 담습니다.',
    well: '테이블 {{tables}}개, 모두 {{rows}}행',
    none: '아직 테이블이 비어 있습니다',
    noneNext: '처음 적재하면 여기에 나타납니다.',
    toFiles: '파일로 이동',
    dimension: '차원',
    fact: '팩트',
    rows: '행',
    columns: '열',
    column: '열',
    type: '형식',
    key: '키',
    keyHelp: '기본 키에 속합니다. 조합마다 한 행만 있습니다',
    references: '참조',
    preview: '데이터',
    empty: '이 테이블에는 행이 없습니다.',
    diagram: '스타 스키마의 테이블과 참조 관계',
    null: 'null',
    grain: '{{columns}}마다 한 행',
    grainHelp: '그레인',
    meaning: '설명',
    kind: '종류',
    list: '테이블',
  },
};
