/** The pictures' own fonts: those of a machine would make them say nothing on another. */
import '@fontsource/noto-sans/latin-400.css';
import '@fontsource/noto-sans/latin-600.css';
import '@fontsource/noto-sans/latin-700.css';
import '@fontsource/noto-sans-arabic/arabic-400.css';
import '@fontsource/noto-sans-arabic/arabic-600.css';
import '@fontsource/noto-sans-arabic/arabic-700.css';

export const FAMILY = '"Noto Sans", "Noto Sans Arabic", sans-serif';

/** Loads them, and gives them to every element of the page. */
export async function useFonts(): Promise<void> {
  for (const weight of [400, 600, 700])
    await Promise.all([
      document.fonts.load(`${weight} 16px "Noto Sans"`, 'Aa'),
      document.fonts.load(`${weight} 16px "Noto Sans Arabic"`, 'سلام'),
    ]);
  document.documentElement.style.setProperty('--vestibule-font-family', FAMILY);
}
