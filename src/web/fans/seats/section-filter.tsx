/** Which sections the map and the list show: by name and by price. The others are dimmed on the map and left out of the list. */
import { useEffect, useId, useState } from 'preact/hooks';
import { t } from '../../i18n/i18n.js';
import type { HallMap } from '../../map/hall-map.js';
import { tierLabel } from '../../map/words.js';

/** One section at one price leaves nothing to choose. */
export function SectionFilter({ hall }: { readonly hall: HallMap }) {
  const { plan, tiers, board } = hall;
  const { sections } = plan.rows;
  const [section, setSection] = useState('');
  const [tier, setTier] = useState('');
  const id = useId();
  useEffect(() => {
    board.showSections((index) => (section === '' || String(index) === section) && (tier === '' || String(tiers.tierOf(index)) === tier));
  }, [board, tiers, section, tier]);
  if (sections.length === 1) return null;
  return (
    <div class="seats-filter" role="group" aria-label={t('seats:filter.title')}>
      <div class="field">
        <label class="field-label" for={`${id}-section`}>
          {t('seats:filter.section')}
        </label>
        <select id={`${id}-section`} class="field-input" value={section} onChange={(event) => setSection(event.currentTarget.value)}>
          <option value="">{t('seats:filter.all')}</option>
          {sections.map(({ name }, index) => (
            <option key={name} value={String(index)}>
              {name}
            </option>
          ))}
        </select>
      </div>
      {tiers.tiers.length === 1 ? null : (
        <div class="field">
          <label class="field-label" for={`${id}-price`}>
            {t('seats:filter.price')}
          </label>
          <select id={`${id}-price`} class="field-input" value={tier} onChange={(event) => setTier(event.currentTarget.value)}>
            <option value="">{t('seats:filter.any')}</option>
            {tiers.tiers.map((one) => (
              <option key={one.index} value={String(one.index)}>
                {tierLabel(one)}
              </option>
            ))}
          </select>
        </div>
      )}
    </div>
  );
}
