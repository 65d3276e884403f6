/** A sale to look at: simulated fans rush for a fresh concert. Starting one leads straight to watching it. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { demoSale, startDemoSale, stopDemoSale } from '../../api/operators.js';
import type { DemoSale } from '../../api/operators-types.js';
import { t } from '../../i18n/i18n.js';
import { Button } from '../../ui/button.js';
import { ProblemNotice } from '../../ui/notice.js';
import { toast } from '../../ui/toast.js';
import { Select } from '../forms/inputs.js';
import { formatCount } from '../format.js';
import { useAction } from '../state/use-action.js';
import type { Action } from '../state/use-action.js';
import { useLive } from '../state/use-poll.js';

const DEMO_EVERY_MS = 1_000;
const FANS = [100, 300, 1_000, 2_000] as const;

interface DemoPanelProps {
  /** The concert that is on the screen. */
  readonly watched: string | null;
  readonly onWatch: (concertId: string) => void;
}

export function DemoPanel({ watched, onWatch }: DemoPanelProps): VNode | null {
  const demo = useLive('demo', DEMO_EVERY_MS, demoSale);
  const begin = useAction(startDemoSale, (sale) => {
    demo.now();
    if (sale.concertId !== null) onWatch(sale.concertId);
  });
  const end = useAction(
    (_input: null) => stopDemoSale(),
    () => {
      demo.now();
      toast(t('demo.stopped'));
    },
  );
  const sale = demo.value;
  if (sale === null) return null;
  const problem = begin.problem ?? end.problem;
  return (
    <section class="demo" aria-label={t('demo.label')}>
      {sale.state === 'running' ? (
        <Running sale={sale} watched={watched} onWatch={onWatch} end={end} />
      ) : (
        <Start sale={sale} watched={watched} onWatch={onWatch} begin={begin} />
      )}
      {problem === null ? null : <ProblemNotice problem={problem} />}
    </section>
  );
}

interface StartProps extends DemoPanelProps {
  readonly sale: DemoSale;
  readonly begin: Action<number>;
}

function Start({ sale, begin, watched, onWatch }: StartProps): VNode {
  const [fans, setFans] = useState<number>(FANS[1]);
  return (
    <div class="demo-line">
      <p class="demo-text">{sale.state === 'over' ? <Outcome sale={sale} watched={watched} onWatch={onWatch} /> : t('demo.text')}</p>
      <Select
        label={t('demo.fans')}
        value={String(fans)}
        options={FANS.map((count) => ({ value: String(count), text: formatCount(count) }))}
        onChange={(value) => setFans(Number(value))}
      />
      <Button kind="primary" busy={begin.isBusy} onPress={() => begin.start(fans)}>
        {sale.state === 'over' ? t('demo.again') : t('demo.start')}
      </Button>
    </div>
  );
}

interface RunningProps extends DemoPanelProps {
  readonly sale: DemoSale;
  readonly end: Action<null>;
}

function Running({ sale, watched, onWatch, end }: RunningProps): VNode {
  return (
    <div class="demo-line">
      <p class="demo-text">
        <span class="live-dot demo-dot" aria-hidden="true" /> <Outcome sale={sale} watched={watched} onWatch={onWatch} />
      </p>
      <Button kind="danger" busy={end.isBusy} onPress={() => end.start(null)}>
        {t('demo.stop')}
      </Button>
    </div>
  );
}

function Outcome({ sale, watched, onWatch }: DemoPanelProps & { readonly sale: DemoSale }): VNode {
  const { concertId } = sale;
  const values = { fans: formatCount(sale.fans), bought: formatCount(sale.bought), gaveUp: formatCount(sale.gaveUp) };
  return (
    <>
      <span class="numbers">{t(sale.state === 'running' ? 'demo.running' : 'demo.over', values)}</span>{' '}
      {concertId === null || concertId === watched ? null : (
        <Button kind="plain" onPress={() => onWatch(concertId)}>
          {t('demo.watch')}
        </Button>
      )}
    </>
  );
}
