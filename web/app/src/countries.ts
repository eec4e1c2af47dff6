import { t } from './words/index.js';

/**
 * ISO 3166-1: the three letters documents print, and the two letters browsers can name. The names
 * come from the browser, in the person's language. The five territories where nobody lives (ATF, BVT,
 * HMD, SGS, UMI) are left out.
 */
const CODES =
  'AFGAF ALAAX ALBAL DZADZ ASMAS ANDAD AGOAO AIAAI ATAAQ ATGAG ARGAR ARMAM ABWAW AUSAU AUTAT AZEAZ ' +
  'BHSBS BHRBH BGDBD BRBBB BLRBY BELBE BLZBZ BENBJ BMUBM BTNBT BOLBO BESBQ BIHBA BWABW BRABR IOTIO ' +
  'BRNBN BGRBG BFABF BDIBI CPVCV KHMKH CMRCM CANCA CYMKY CAFCF TCDTD CHLCL CHNCN CXRCX CCKCC COLCO ' +
  'COMKM COGCG CODCD COKCK CRICR CIVCI HRVHR CUBCU CUWCW CYPCY CZECZ DNKDK DJIDJ DMADM DOMDO ECUEC ' +
  'EGYEG SLVSV GNQGQ ERIER ESTEE SWZSZ ETHET FLKFK FROFO FJIFJ FINFI FRAFR GUFGF PYFPF GABGA GMBGM ' +
  'GEOGE DEUDE GHAGH GIBGI GRCGR GRLGL GRDGD GLPGP GUMGU GTMGT GGYGG GINGN GNBGW GUYGY HTIHT VATVA ' +
  'HNDHN HKGHK HUNHU ISLIS INDIN IDNID IRNIR IRQIQ IRLIE IMNIM ISRIL ITAIT JAMJM JPNJP JEYJE JORJO ' +
  'KAZKZ KENKE KIRKI PRKKP KORKR KWTKW KGZKG LAOLA LVALV LBNLB LSOLS LBRLR LBYLY LIELI LTULT LUXLU ' +
  'MACMO MDGMG MWIMW MYSMY MDVMV MLIML MLTMT MHLMH MTQMQ MRTMR MUSMU MYTYT MEXMX FSMFM MDAMD MCOMC ' +
  'MNGMN MNEME MSRMS MARMA MOZMZ MMRMM NAMNA NRUNR NPLNP NLDNL NCLNC NZLNZ NICNI NERNE NGANG NIUNU ' +
  'NFKNF MKDMK MNPMP NORNO OMNOM PAKPK PLWPW PSEPS PANPA PNGPG PRYPY PERPE PHLPH PCNPN POLPL PRTPT ' +
  'PRIPR QATQA REURE ROURO RUSRU RWARW BLMBL SHNSH KNAKN LCALC MAFMF SPMPM VCTVC WSMWS SMRSM STPST ' +
  'SAUSA SENSN SRBRS SYCSC SLESL SGPSG SXMSX SVKSK SVNSI SLBSB SOMSO ZAFZA SSDSS ESPES LKALK SDNSD ' +
  'SURSR SJMSJ SWESE CHECH SYRSY TWNTW TJKTJ TZATZ THATH TLSTL TGOTG TKLTK TONTO TTOTT TUNTN TURTR ' +
  'TKMTM TCATC TUVTV UGAUG UKRUA AREAE GBRGB USAUS URYUY UZBUZ VUTVU VENVE VNMVN VGBVG VIRVI WLFWF ' +
  'ESHEH YEMYE ZMBZM ZWEZW';

/** ICAO 9303-3, section 5: what else a document may print as a nationality. */
const OTHERS = ['RKS', 'XXA', 'XXB'] as const;

export interface Country {
  code: string;
  name: string;
}

/** All countries by name; `specimens` adds Utopia, whose documents are samples. */
export function countries(locale: string, specimens = false): Country[] {
  const names = new Intl.DisplayNames([locale], { type: 'region' });
  const all = CODES.split(' ').map((pair) => ({
    code: pair.slice(0, 3),
    name: names.of(pair.slice(3)) ?? pair.slice(0, 3),
  }));
  const others = specimens ? ([...OTHERS, 'UTO'] as const) : OTHERS;
  all.push(...others.map((code) => ({ code, name: t(`country.${code}`) })));
  return all.sort((a, b) => a.name.localeCompare(b.name, locale));
}

export const countryName = (code: string, locale: string): string =>
  countries(locale, true).find((country) => country.code === code)?.name ?? code;
