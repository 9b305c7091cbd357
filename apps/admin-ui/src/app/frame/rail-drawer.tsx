import { Drawer } from '@mantine/core';
import { Rail } from './rail.tsx';

/** The rail on a narrow screen: over the page, until one has chosen. */
export function RailDrawer({
  projectId,
  onClose,
}: {
  readonly projectId: string | undefined;
  readonly onClose: () => void;
}) {
  return (
    <Drawer opened onClose={onClose} size={260} withCloseButton={false} padding={0}>
      <Rail projectId={projectId} narrow={false} />
    </Drawer>
  );
}
