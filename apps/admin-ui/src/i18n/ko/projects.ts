import type { projects as english } from '../en/projects.ts';
import type { Texts } from '../texts.ts';

export const projects: Texts<typeof english> = {
  projects: {
    none: '아직 프로젝트가 없습니다',
    noneNext: '프로젝트에는 파일, 웨어하우스, 모델, 예측이 담깁니다.',
    create: '프로젝트 만들기',
    creating: '만드는 중',
    name: '이름',
    catalog: '카탈로그 이름',
    catalogHelp: '영문 소문자, 숫자, _와 -',
    region: '도메인 리전',
    noneOfMine: '아직 속한 프로젝트가 없습니다',
    noneOfMineNext: '프로젝트나 도메인의 소유자가 멤버로 추가하면 여기서 열립니다.',
  },
};
