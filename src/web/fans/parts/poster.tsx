/** A picture for a concert that has none: beams of light over a stage, in a colour of its own that follows from its id. It says nothing. */

export function Poster({ concertId, wide = false }: { readonly concertId: string; readonly wide?: boolean | undefined }) {
  const hue = hueOf(concertId);
  return (
    <div
      class={wide ? 'poster poster-wide' : 'poster'}
      style={{ '--hue': String(hue), '--hue-2': String((hue + 48) % 360) }}
      aria-hidden="true"
    />
  );
}

function hueOf(text: string): number {
  let hash = 7;
  for (const letter of text) hash = (hash * 31 + letter.charCodeAt(0)) % 360;
  return hash;
}
