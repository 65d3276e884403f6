/** The show that something belongs to, by its title and date, with the way to its hall. Until they are known, and where there are none, by its id. */
import type { VNode } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { scheduleDetail } from '../../api/operators.js';
import type { Outcome } from '../../api/problems.js';
import type { ScheduleDetail } from '../../api/types.js';
import { formatStart, shortId } from '../format.js';

/** What a show is called does not change, and a list names the same one again and again. */
const asked = new Map<string, Promise<Outcome<ScheduleDetail>>>();

function detailOf(scheduleId: string): Promise<Outcome<ScheduleDetail>> {
  const known = asked.get(scheduleId);
  if (known !== undefined) return known;
  const asking = scheduleDetail(scheduleId);
  asked.set(scheduleId, asking);
  void asking.then((answer) => {
    if (!answer.ok) asked.delete(scheduleId);
  });
  return asking;
}

export function ScheduleLink({ scheduleId }: { readonly scheduleId: string }): VNode {
  const [detail, setDetail] = useState<ScheduleDetail | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void detailOf(scheduleId).then((answer) => {
      if (isCurrent && answer.ok) setDetail(answer.value);
    });
    return () => {
      isCurrent = false;
    };
  }, [scheduleId]);
  return (
    <a href={`/ops/schedules/${scheduleId}`} title={scheduleId}>
      {detail === null ? <code>{shortId(scheduleId)}</code> : `${detail.concertTitle} · ${formatStart(detail.startsAt, detail.timeZone)}`}
    </a>
  );
}
