// Generates data/{countries,languages,licences,sdgs,world}.json from published figures and facts.
// A maintainer runs it; build and tests need no Node:
//   cd "$(mktemp -d)" && npm i world-atlas@2.0.2 topojson-client@3.1.0 d3-geo@3.1.1 spdx-license-list@6.12.0 spdx-license-ids@3.0.24 spdx-exceptions@2.5.0 iso-639-3@3.0.1 i18n-iso-countries@7.14.0
//   node /path/to/eng/reference-data.mjs . /path/to/data
import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const [packages, output] = [resolve(process.argv[2] ?? '.'), resolve(process.argv[3] ?? 'data')]
const require = createRequire(join(packages, 'index.js'))
const load = async name => import(pathToFileURL(join(packages, 'node_modules', name)).href)
const version = name => JSON.parse(readFileSync(join(packages, 'node_modules', name, 'package.json'), 'utf8')).version
const npm = (name, licence) => ({ name, version: version(name), address: `https://www.npmjs.com/package/${name}`, licence })
const cldr = { name: 'Unicode CLDR through Node Intl', version: process.versions.cldr, address: 'https://cldr.unicode.org/', licence: 'Unicode-3.0' }
const shown = ['en', 'fr', 'ar']
const write = (file, sources, content) => writeFileSync(join(output, file),
  JSON.stringify({ source: { date: new Date().toISOString().slice(0, 10), madeBy: 'eng/reference-data.mjs', from: sources }, ...content }, null, 0)
    .replace(/(\},|\],)(?=["{])/g, '$1\n') + '\n')
const words = text => text.trim().split(/\s+/)
const namesOf = (type, code) => Object.fromEntries(shown
  .map(language => [language, new Intl.DisplayNames(language, { type, fallback: 'none' }).of(code)])
  .filter(([, name]) => name))

// Continents: UN M49 regions, the Americas split as M49 splits them (Northern, Central and Caribbean; South).
const continents = {
  'africa': 'DZ AO BJ BW BF BI CV CM CF TD KM CG CD CI DJ EG GQ ER SZ ET GA GM GH GN GW KE LS LR LY MG MW ML MR MU YT MA MZ NA NE NG RE RW SH ST SN SC SL SO ZA SS SD TZ TG TN UG EH ZM ZW IO TF',
  'asia': 'AF AM AZ BH BD BT BN KH CN CY GE HK IN ID IR IQ IL JP JO KZ KW KG LA LB MO MY MV MN MM NP KP OM PK PS PH QA KR SA SG LK SY TW TJ TH TL TR TM AE UZ VN YE',
  'europe': 'AX AL AD AT BY BE BA BG HR CZ DK EE FO FI FR DE GI GR GG VA HU IS IE IM IT JE XK LV LI LT LU MT MD MC ME NL MK NO PL PT RO RU SM RS SK SI ES SJ SE CH UA GB',
  'north-america': 'AI AG AW BS BB BZ BM BQ VG CA KY CR CU CW DM DO SV GL GD GP GT HT HN JM MQ MX MS NI PA PR BL KN LC MF PM VC SX TT TC US VI',
  'south-america': 'AR BO BV BR CL CO EC FK GF GY PY PE GS SR UY VE',
  'oceania': 'AS AU CX CC CK FJ PF GU HM KI MH FM NR NC NZ NU NF MP PW PG PN WS SB TK TO TV UM VU WF',
  'antarctica': 'AQ',
}

function countries() {
  const iso = require('i18n-iso-countries/codes.json') // [alpha-2, alpha-3, numeric]
  const continentOf = new Map(Object.entries(continents).flatMap(([name, codes]) => words(codes).map(code => [code, name])))
  return iso.map(([alpha2, alpha3, numeric]) => {
    if (!continentOf.has(alpha2)) throw new Error(`no continent for ${alpha2}`)
    // XK is a code that users assigned (ISO 3166-1 §8.1.3); it has no number.
    return { alpha2, alpha3, ...(alpha2 === 'XK' ? {} : { numeric: String(numeric).padStart(3, '0') }), continent: continentOf.get(alpha2), names: namesOf('region', alpha2) }
  }).sort((a, b) => a.alpha2 < b.alpha2 ? -1 : 1)
}

// Codes that catalogues of AI data sets use and CLDR has no English name for; named after ISO 639-3.
const lowResource = 'fuv azb ydd npi swh uzn zsm lvs ekk khk als gug quy ayr kmr tzm taq nus dik knc bod pbt ory fuf fuc ful kln luy lug teo xog lgg ach laj cgg nyn rw run kin guz mer kam dav ebu kik kmb umb nba cjk tsn sot ssw ven tso nbl nso zul xho afr sna nde loz toi bem nya tum yao seh vmw mgh ngl ndc kde zne lin kon ktu lua mer swc bas bbj ewo dua bum fub gba mcn mas rel orm gax wal sid hdy kmc som aar tig tir amh gez har gur dag kus maw dga gaa ewe fon aja gej yor ibo hau kan ful kau mnk bam dyu bom men tem kri lom sus fuh mos bib gux lob sef tem wol srr snf bsc knf dje ses khq tmh shi rif kab shy mzb rki hno skr gom mai mag bho awa hne anp brx sat lus kha grt mni nag sck kru hoc unr unx tcy mwr raj bgc kfy gbm syl rkt ctg ccp bpy rhg shn kac ksw mnw pwo blk cnh ctd hmn hmv mww ium khm lao tet ceb ilo hil war pam bcl pag tsg mdh mrw ban bug mak min ace bjn mad sas bew jav sun nia bbc btx ksh pcm wes gcr hat gcf rcf mfe crs kea pov djk srn tpi bis rop pih quz quh quc kek mam cak tzh tzo yua nah nch ncj mix zap oto cab miq arn guc pbb ast ext lld lij nap scn vec pms eml fur lmo rgn sdc srd szl csb hsb dsb rue vro sgs ltg olo vep krl kpv koi udm mhr mrj myv mdf chv bak tat crh kum nog krc tyv kjh alt sah evn sel yrk nio kca mns ckt niv ain ami pwn trv tay bnn hak nan yue wuu gan hsn cdo mnp za iii'

// Names that people write and that are not the English, French or Arabic name in CLDR.
const otherNames = {
  mandarin: 'zh', 'chinese (simplified)': 'zh-Hans', 'chinese (traditional)': 'zh-Hant', 'simplified chinese': 'zh-Hans', 'traditional chinese': 'zh-Hant', farsi: 'fa', kiswahili: 'sw', castilian: 'es', 'bahasa indonesia': 'id', 'bahasa melayu': 'ms', fante: 'ak', flemish: 'nl', 'haitian': 'ht', isizulu: 'zu', isixhosa: 'xh', setswana: 'tn', sesotho: 'st', chichewa: 'ny', chewa: 'ny', kikongo: 'kg', 'scottish gaelic': 'gd', punjabi: 'pa', panjabi: 'pa', burmese: 'my', khmer: 'km', uyghur: 'ug', kirghiz: 'ky', kirundi: 'rn', luganda: 'lg', siswati: 'ss', tshivenda: 've', xitsonga: 'ts', 'modern greek': 'el', slovene: 'sl', valencian: 'ca', moldovan: 'ro', brazilian: 'pt', 'brazilian portuguese': 'pt-BR', creole: 'ht', fulani: 'ff', fulfulde: 'ff', pulaar: 'ff', berber: 'ber', tamazight: 'tzm', kabyle: 'kab', oriya: 'or', meitei: 'mni', gikuyu: 'ki', 'nigerian pidgin': 'pcm', 'pidgin english': 'pcm', 'sango': 'sg', 'deutsch': 'de', 'español': 'es', 'português': 'pt', 'italiano': 'it', 'nederlands': 'nl', 'русский': 'ru', '中文': 'zh', '日本語': 'ja', '한국어': 'ko', 'हिन्दी': 'hi', 'türkçe': 'tr', 'tiếng việt': 'vi',
}

const rightToLeft = new Set(words('Adlm Arab Hebr Mand Mend Nkoo Rohg Samr Syrc Thaa Yezi'))

async function languages() {
  const { iso6393 } = await load('iso-639-3/index.js')
  const canonical = code => { try { return Intl.getCanonicalLocales(code)[0] } catch { return code } }
  const english = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
  const byId = new Map(iso6393.map(language => [language.iso6393, language]))
  const codes = new Map()
  const aliases = {}
  const add = (code, name) => codes.set(code, { code, ...(rightToLeft.has(new Intl.Locale(code).maximize().script) ? { rtl: true } : {}), names: { en: name, ...namesOf('language', code) } })
  for (const language of iso6393) {
    const { iso6393: three, iso6391: two, iso6392B: b, name } = language
    const best = two ?? canonical(three)
    if (two) add(two, name)
    else if (best === three && english.of(three)) add(three, name)
    if (best !== three && english.of(best)) aliases[three] = best
    if (b && b !== three) aliases[b] = best
  }
  for (const code of words(lowResource)) if (!codes.has(code) && !aliases[code] && byId.has(code)) add(code, byId.get(code).name)
  for (const code of ['zh-Hans', 'zh-Hant', 'pt-BR', 'ber', 'nah', 'mul']) add(code, english.of(code) ?? { ber: 'Berber languages', nah: 'Nahuatl languages', mul: 'Multiple languages' }[code])
  for (const code of codes.keys()) delete aliases[code]
  for (const target of Object.values(aliases)) if (!codes.has(target) && !codes.has(target.split('-')[0])) throw new Error(`alias to nothing: ${target}`)
  // Language codes withdrawn from ISO 639-1
  Object.assign(aliases, { iw: 'he', in: 'id', ji: 'yi', jw: 'jv', mo: 'ro', tl: codes.has('tl') ? undefined : 'fil' })
  return { languages: [...codes.values()].sort((a, b) => a.code < b.code ? -1 : 1), aliases, otherNames }
}

// Open Definition 2.1 conformant licences (opendefinition.org), data licences judged by the same text, and OpenMDW.
const openDefinition = /^(CC0-1\.0|CC-PDM-1\.0|CC-PDDC|CC-BY-\d.*|CC-BY-SA-\d.*|ODbL-1\.0|ODC-By-1\.0|PDDL-1\.0|CDLA-.*|OGL-UK-.*|OGL-Canada-2\.0|OGDL-Taiwan-1\.0|DL-DE-.*|etalab-2\.0|NLOD-.*|GFDL-.*|FAL|LAL-1\.[23]|MirOS|Against-DRM|O-UDA-1\.0|OpenMDW-1\.0|Community-Spec-1\.0|Linux-man-pages-copyleft)$/
// Not open: no commercial use, no derivatives, field-of-use limits.
const notOpen = /(^CC-BY(-NC|-ND)|-NC-|-ND-|^C-UDA-1\.0$|^Hippocratic|^BUSL|^SSPL|^Elastic|^PolyForm|^Parity|^Prosperity|^JSON$|^Aladdin$|^FSL-|^CPOL-1\.02$|^BSD-3-Clause-No-(Military|Nuclear)|^NPOSL-3\.0-never)/
// Licences the FSF calls free (gnu.org/licenses/license-list), as SPDX ids.
const fsf = new Set(words('AFL-1.1 AFL-1.2 AFL-2.0 AFL-2.1 AFL-3.0 AGPL-1.0 AGPL-3.0 AGPL-3.0-only AGPL-3.0-or-later Apache-1.0 Apache-1.1 Apache-2.0 APSL-2.0 Artistic-2.0 BitTorrent-1.1 BSD-2-Clause BSD-2-Clause-FreeBSD BSD-3-Clause BSD-3-Clause-Clear BSD-4-Clause BSL-1.0 CC-BY-4.0 CC-BY-SA-4.0 CC0-1.0 CDDL-1.0 CECILL-2.0 CECILL-B CECILL-C ClArtistic Condor-1.1 CPAL-1.0 CPL-1.0 ECL-2.0 EFL-2.0 EPL-1.0 EPL-2.0 EUDatagrid EUPL-1.1 EUPL-1.2 FSFAP FTL GFDL-1.1 GFDL-1.1-only GFDL-1.1-or-later GFDL-1.2 GFDL-1.2-only GFDL-1.2-or-later GFDL-1.3 GFDL-1.3-only GFDL-1.3-or-later GPL-2.0 GPL-2.0-only GPL-2.0-or-later GPL-3.0 GPL-3.0-only GPL-3.0-or-later gnuplot HPND IJG iMatix Imlib2 Intel IPA IPL-1.0 ISC LGPL-2.1 LGPL-2.1-only LGPL-2.1-or-later LGPL-3.0 LGPL-3.0-only LGPL-3.0-or-later LPL-1.02 LPPL-1.2 LPPL-1.3a MIT MPL-1.1 MPL-2.0 MS-PL MS-RL NCSA Nokia NOSL NPL-1.0 NPL-1.1 ODbL-1.0 OFL-1.0 OFL-1.1 OLDAP-2.3 OLDAP-2.7 OpenSSL OSL-1.0 OSL-1.1 OSL-2.0 OSL-2.1 OSL-3.0 PHP-3.01 Python-2.0 QPL-1.0 RPSL-1.0 Ruby SGI-B-2.0 SISSL Sleepycat SMLNJ SPL-1.0 StandardML-NJ Unlicense UPL-1.0 Vim W3C WTFPL X11 XFree86-1.1 xinetd Xnet YPL-1.1 Zend-2.0 Zimbra-1.3 zlib ZPL-2.0 ZPL-2.1'))

// Licences without an SPDX id: [name, open, ...what people write]. open is null where the words do not decide it.
const references = {
  'OpenRAIL': ['OpenRAIL, version not stated', false, 'openrail'],
  'OpenRAIL-PP-M': ['CreativeML Open RAIL++-M', false, 'openrail++', 'openrail++-m', 'creativeml-openrail++-m'],
  'CreativeML-OpenRAIL-M': ['CreativeML Open RAIL-M', false, 'creativeml-openrail-m', 'creativeml-open-rail-m'],
  'BigScience-OpenRAIL-M': ['BigScience OpenRAIL-M', false, 'bigscience-openrail-m'],
  'BigScience-BLOOM-RAIL-1.0': ['BigScience BLOOM RAIL 1.0', false, 'bigscience-bloom-rail-1.0', 'bloom', 'bigscience-rail-1.0', 'bigscience-bloom-rail'],
  'BigCode-OpenRAIL-M': ['BigCode OpenRAIL-M', false, 'bigcode-openrail-m', 'bigcode-openrail-m-v1', 'bigcode-openrail-m-1'],
  'Llama-2': ['Llama 2 Community License', false, 'llama2', 'llama-2', 'llama-2-community', 'meta-llama-2-community'],
  'Llama-3': ['Llama 3 Community License', false, 'llama3', 'llama-3', 'llama-3-community', 'meta-llama-3-community'],
  'Llama-3.1': ['Llama 3.1 Community License', false, 'llama3.1', 'llama-3.1', 'llama-3.1-community', 'meta-llama-3.1-community'],
  'Llama-3.2': ['Llama 3.2 Community License', false, 'llama3.2', 'llama-3.2', 'llama-3.2-community', 'meta-llama-3.2-community'],
  'Llama-3.3': ['Llama 3.3 Community License', false, 'llama3.3', 'llama-3.3', 'llama-3.3-community', 'meta-llama-3.3-community'],
  'Llama-4': ['Llama 4 Community License', false, 'llama4', 'llama-4', 'llama-4-community', 'meta-llama-4-community'],
  'Gemma': ['Gemma Terms of Use', false, 'gemma', 'gemma-terms-of-use'],
  'Apple-AMLR': ['Apple Machine Learning Research Model License', false, 'apple-amlr'],
  'Apple-ASCL': ['Apple Sample Code License', false, 'apple-ascl', 'apple-sample-code'],
  'Tongyi-Qianwen': ['Tongyi Qianwen License', false, 'tongyi-qianwen'],
  'Tongyi-Qianwen-Research': ['Tongyi Qianwen Research License', false, 'tongyi-qianwen-research', 'qwen-research'],
  'DeepSeek': ['DeepSeek License Agreement', false, 'deepseek'],
  'Databricks-Open-Model': ['Databricks Open Model License', false, 'databricks-open-model'],
  'NVIDIA-Open-Model': ['NVIDIA Open Model License', false, 'nvidia-open-model'],
  'ChatGLM-6B': ['ChatGLM-6B License', false, 'chatglm-6b'],
  'ChatGLM2-6B': ['ChatGLM2-6B License', false, 'chatglm2-6b'],
  'ChatGLM3-6B': ['ChatGLM3-6B License', false, 'chatglm3-6b'],
  'Baichuan-7B': ['Baichuan-7B License', false, 'baichuan-7b'],
  'CodeFuse-Community': ['CodeFuse Community License', false, 'codefuse-community'],
  'DMDEL': ['Dialogue Model and Data Evaluation License Agreement', false, 'dialogue-model-and-data-evaluation'],
  'Intel-Research': ['Intel Research Use License', false, 'intel-research'],
  'H-Research': ['License for non-commercial research', false, 'h-research'],
  'FAIR-NC-Research': ['FAIR Noncommercial Research License', false, 'fair-noncommercial-research'],
  'arXiv-Nonexclusive': ['arXiv.org perpetual, non-exclusive license', false, 'arxiv.org-perpetual-non-exclusive-1.0', 'arxiv.org-perpetual-non-exclusive', 'arxiv.org-non-exclusive', 'arxiv-non-exclusive', 'arxiv-non-excluse-1.0', 'arxiv-nonexclusive-distrib-1.0'],
  'Proprietary': ['Proprietary, terms not stated', false, 'proprietary', 'all-rights-reserved', 'closed', 'other-closed', 'other-closed'],
  'Public-Domain': ['Public domain', true, 'public-domain', 'publicdomain', 'pd', 'other-pd', 'other-public-domain', 'us-pd', 'u.s.-public-domain', 'us-government-work', 'us-govt-works'],
  'Other-Open': ['Another licence that its publisher calls open', true, 'other-open', 'other-at', 'other-attribution'],
  'Other-Noncommercial': ['Another licence without commercial use', false, 'other-nc', 'other-non-commercial'],
  'CC': ['A Creative Commons licence, which one is not stated', null, 'cc', 'creative-commons'],
  'CC-BY': ['Creative Commons Attribution, version not stated', true, 'cc-by'],
  'CC-BY-SA': ['Creative Commons Attribution Share Alike, version not stated', true, 'cc-by-sa'],
  'CC-BY-NC': ['Creative Commons Attribution NonCommercial, version not stated', false, 'cc-by-nc', 'cc-nc'],
  'CC-BY-ND': ['Creative Commons Attribution NoDerivatives, version not stated', false, 'cc-by-nd'],
  'CC-BY-NC-SA': ['Creative Commons Attribution NonCommercial Share Alike, version not stated', false, 'cc-by-nc-sa'],
  'CC-BY-NC-ND': ['Creative Commons Attribution NonCommercial NoDerivatives, version not stated', false, 'cc-by-nc-nd'],
  'CC-BY-IGO': ['Creative Commons Attribution for intergovernmental organisations, version not stated', true, 'cc-by-igo'],
  'BSD': ['A BSD licence, which one is not stated', true, 'bsd'],
  'GPL': ['GNU General Public License, version not stated', true, 'gpl', 'gnu-gpl', 'gnu-general-public'],
  'LGPL': ['GNU Lesser General Public License, version not stated', true, 'lgpl', 'gnu-lgpl'],
  'AGPL': ['GNU Affero General Public License, version not stated', true, 'agpl', 'gnu-agpl'],
  'GFDL': ['GNU Free Documentation License, version not stated', true, 'gfdl', 'gnu-free-documentation'],
  'Apache': ['Apache License, version not stated', true, 'apache'],
  'OGL': ['An Open Government Licence, which one is not stated', true, 'ogl'],
  'Licence-Ouverte-1.0': ['Licence Ouverte 1.0', true, 'licence-ouverte-1.0', 'etalab-1.0', 'licence-ouverte-open-licence-5899923'],
  'Licence-Ouverte': ['Licence Ouverte, version not stated', true, 'lov', 'lov2-or-1', 'fr-lo', 'ouverte', 'etalab', 'ouverte-open'],
  'UK-Crown': ['UK Crown copyright, terms not stated', false, 'ukcrown'],
  'HDX-MISC': ['HDX: terms stated in words', null, 'hdx-other'],
  'OpendataSwiss-Open': ['opendata.swiss: free use', true, 'opendata.swiss-terms-of-use-terms-open', 'noncommercialallowed-commercialallowed-referencenotrequired'],
  'OpendataSwiss-By': ['opendata.swiss: free use, the source must be named', true, 'opendata.swiss-terms-of-use-terms-by', 'noncommercialallowed-commercialallowed-referencerequired'],
  'OpendataSwiss-Ask': ['opendata.swiss: commercial use needs permission', false, 'opendata.swiss-terms-of-use-terms-ask', 'noncommercialallowed-commercialwithpermission-referencenotrequired'],
  'OpendataSwiss-By-Ask': ['opendata.swiss: the source must be named, commercial use needs permission', false, 'opendata.swiss-terms-of-use-terms-by-ask', 'noncommercialallowed-commercialwithpermission-referencerequired'],
  'CommonCrawl-Terms': ['Common Crawl terms of use', false, 'commoncrawl.org-terms-of-use'],
}

// What people write for an SPDX id, beyond the id and its name. A family with one version only has that version.
const spellings = {
  'Apache-2.0': 'apache2 apache2.0 apache-2 apache-software-2.0 apache-software-2 asl-2.0 asl2.0 al-2.0', 'MIT': 'mit expat mit-x11', 'BSD-3-Clause': 'bsd-3 bsd3 bsd-3clause 3-clause-bsd new-bsd modified-bsd revised-bsd bsd-new', 'BSD-2-Clause': 'bsd-2 bsd2 2-clause-bsd simplified-bsd freebsd',
  'CC0-1.0': 'cc0 cc-0 cc-zero cczero cc-cc0 cc-cczero cc0-1 cc-cc0-1.0 cc-zero-1.0 cc-0-1.0 cc0-universal cc0-public-domain cc0-1.0-public-domain-dedication', 'CC-PDM-1.0': 'cc-pdm cc-pdm-1 public-domain-mark public-domain-mark-1.0', 'CC-PDDC': 'cc-pddc', 'ODbL-1.0': 'odbl odc-odbl open-database odc-odbl-1.0 hdx-odc-odbl', 'ODC-By-1.0': 'odc-by odcby odc-attribution hdx-odc-by', 'PDDL-1.0': 'pddl odc-pddl hdx-odc-pddl open-data-commons-public-domain-dedication-and',
  'C-UDA-1.0': 'c-uda', 'O-UDA-1.0': 'o-uda', 'GPL-3.0': 'gplv3 gpl-3 gpl3 gnu-gpl-3 gnu-gpl-3.0 gnu-general-public-3.0 gnu-general-public-3', 'GPL-2.0': 'gplv2 gpl-2 gpl2 gnu-gpl-2 gnu-gpl-2.0 gnu-general-public-2.0', 'GPL-3.0-or-later': 'gpl-3+ gplv3+ gpl-3.0-or-later', 'AGPL-3.0': 'agplv3 agpl-3 agpl3 gnu-agpl-3.0 gnu-affero-general-public-3.0 gnu-agpl-3', 'LGPL-3.0': 'lgplv3 lgpl-3 lgpl3 gnu-lesser-general-public-3.0', 'LGPL-2.1': 'lgplv2.1 lgpl2.1',
  'MPL-2.0': 'mpl2 mpl-2 mozilla-public-2.0', 'MS-PL': 'mspl', 'EUPL-1.2': 'eupl-12', 'Unlicense': 'un the-unlicense', 'WTFPL': 'wtfpl-2', 'ISC': 'isc', 'OFL-1.1': 'sil-ofl-1.1', 'OGL-UK-3.0': 'uk-ogl uk-ogl-3.0 ogl-3.0 open-government-3.0', 'OGL-Canada-2.0': 'ca-ogl-lgo open-government-canada', 'etalab-2.0': 'licence-ouverte-2.0 ouverte-2.0 etalab-2 lov2 licence-ouverte-open-licence-2.0', 'DL-DE-BY-2.0': 'dl-by-de-2.0 dl-de-by-2.0', 'DL-DE-ZERO-2.0': 'dl-zero-de-2.0', 'NLOD-2.0': 'nlod', 'CDLA-Permissive-2.0': 'cdla-permissive-2', 'CDLA-Sharing-1.0': 'cdla-sharing', 'OpenMDW-1.0': 'openmdw openmdw1.0', 'CC-BY-4.0': 'ccby4.0 ccby-4.0 ccby4', 'CC-BY-3.0-IGO': 'cc-by-igo-3.0', 'LPPL-1.3c': 'lppl-1.3', 'Artistic-2.0': 'artistic-2', 'ECL-2.0': 'ecl', 'BSL-1.0': 'bsl boost', 'Zlib': 'zlib',
}
const notStated = words('unknown none null nan n-a na not-specified notspecified not-stated unspecified undefined undisclosed unlicensed not-available not-provided component-not-include component-not-included component-component-not-included no no-license tbd to-be-determined')

function licences() {
  const list = require('spdx-license-list')
  const ids = require('spdx-license-ids'); const deprecated = new Set(require('spdx-license-ids/deprecated'))
  const all = [...new Set([...ids, ...deprecated, ...Object.keys(list).filter(id => !id.endsWith('+'))])].sort()
  const licences = all.map(id => {
    const osi = list[id]?.osiApproved ?? false
    const open = notOpen.test(id) ? false : openDefinition.test(id) || osi || fsf.has(id) ? true : null
    return { id, name: list[id]?.name ?? id, ...(osi ? { osiApproved: true } : {}), ...(fsf.has(id) ? { fsfLibre: true } : {}), ...(deprecated.has(id) ? { deprecated: true } : {}), ...(open === null ? {} : { open }) }
  })
  const known = Object.entries(references).map(([id, [name, open]]) => ({ id: `LicenseRef-${id}`, name, ...(open === null ? {} : { open }) }))
  const aliases = {}
  for (const [id, text] of Object.entries(spellings)) {
    if (!all.includes(id)) throw new Error(`not in SPDX: ${id}`)
    for (const word of words(text)) aliases[word] = id
  }
  for (const [id, [, , ...texts]] of Object.entries(references)) for (const text of texts) aliases[text] = `LicenseRef-${id}`
  return { licences: [...licences, ...known], exceptions: [...require('spdx-exceptions')].sort(), aliases, notStated }
}

// Short names of the Sustainable Development Goals as the United Nations write them in each language.
const sdgs = [
  ['No Poverty', 'Pas de pauvreté', 'القضاء على الفقر'], ['Zero Hunger', 'Faim « zéro »', 'القضاء التام على الجوع'], ['Good Health and Well-being', 'Bonne santé et bien-être', 'الصحة الجيدة والرفاه'],
  ['Quality Education', 'Éducation de qualité', 'التعليم الجيد'], ['Gender Equality', 'Égalité entre les sexes', 'المساواة بين الجنسين'], ['Clean Water and Sanitation', 'Eau propre et assainissement', 'المياه النظيفة والنظافة الصحية'],
  ['Affordable and Clean Energy', 'Énergie propre et d’un coût abordable', 'طاقة نظيفة وبأسعار معقولة'], ['Decent Work and Economic Growth', 'Travail décent et croissance économique', 'العمل اللائق ونمو الاقتصاد'], ['Industry, Innovation and Infrastructure', 'Industrie, innovation et infrastructure', 'الصناعة والابتكار والهياكل الأساسية'],
  ['Reduced Inequalities', 'Inégalités réduites', 'الحد من أوجه عدم المساواة'], ['Sustainable Cities and Communities', 'Villes et communautés durables', 'مدن ومجتمعات محلية مستدامة'], ['Responsible Consumption and Production', 'Consommation et production responsables', 'الاستهلاك والإنتاج المسؤولان'],
  ['Climate Action', 'Mesures relatives à la lutte contre les changements climatiques', 'العمل المناخي'], ['Life Below Water', 'Vie aquatique', 'الحياة تحت الماء'], ['Life on Land', 'Vie terrestre', 'الحياة في البر'],
  ['Peace, Justice and Strong Institutions', 'Paix, justice et institutions efficaces', 'السلام والعدل والمؤسسات القوية'], ['Partnerships for the Goals', 'Partenariats pour la réalisation des objectifs', 'عقد الشراكات لتحقيق الأهداف'],
]

// Longitude and latitude of places that Natural Earth draws with another country or not at all at 1:50 million.
const places = { CX: [105.7, -10.5], CC: [96.8, -12.2], YT: [45.2, -12.8], GF: [-53, 4], GI: [-5.3, 36.1], GP: [-61.6, 16.3], MQ: [-61, 14.7], BQ: [-68.3, 12.2], UM: [166.6, 19.3], RE: [55.5, -21.1], SJ: [18, 78.5], TK: [-171.8, -9.2], TV: [179.2, -8.5], BV: [3.4, -54.4] }

/** Collects what d3-geo draws as whole-number relative SVG path data. */
class Pen {
  rings = []; ring = []
  moveTo(x, y) { this.ring = [[x, y]]; this.rings.push(this.ring) }
  lineTo(x, y) { this.ring.push([x, y]) }
  closePath() {}
  get path() {
    return this.rings.map(ring => {
      const points = ring.map(point => point.map(Math.round)).filter((point, i, all) => i === 0 || point.join() !== all[i - 1].join())
      if (points.length < 3) return ''
      const steps = points.slice(1).map((point, i) => [point[0] - points[i][0], point[1] - points[i][1]])
      return `M${points[0].join(' ')}l${steps.flat().join(' ').replaceAll(' -', '-')}z`
    }).join('')
  }
}

async function world(all) {
  const { feature } = require('topojson-client')
  const { geoEqualEarth, geoPath, geoArea, geoCentroid } = await load('d3-geo/src/index.js')
  const read = name => { const atlas = require(`world-atlas/${name}.json`); return feature(atlas, atlas.objects.countries).features }
  const projection = geoEqualEarth().precision(0).fitWidth(1000, { type: 'Sphere' }) // clips at the antimeridian
  const draw = shape => { const pen = new Pen(); geoPath(projection, pen)(shape); return pen.path }
  const largest = shape => shape.geometry.type === 'Polygon' ? shape.geometry
    : shape.geometry.coordinates.map(coordinates => ({ type: 'Polygon', coordinates })).reduce((a, b) => geoArea(a) >= geoArea(b) ? a : b)
  const [coarse, fine] = [read('countries-110m'), read('countries-50m')]
  const find = (shapes, country) => shapes.find(shape => country.numeric ? shape.id === country.numeric : shape.properties.name === 'Kosovo')
  const rows = all.filter(country => country.alpha2 !== 'AQ').map(country => {
    const outline = find(coarse, country); const shape = outline ?? find(fine, country)
    const place = shape ? geoCentroid(largest(shape)) : places[country.alpha2]
    if (!place) throw new Error(`no place for ${country.alpha2}`)
    const [x, y] = projection(place).map(Math.round)
    return { code: country.alpha2, x, y, ...(outline ? { path: draw(outline) } : {}) }
  })
  const unclaimed = coarse.filter(shape => !shape.id && shape.properties.name !== 'Kosovo').map(draw).join('')
  const [top, bottom] = [projection([0, 84])[1], projection([0, -58])[1]].map(Math.round)
  return { viewBox: `0 ${top} 1000 ${bottom - top}`, countries: rows, unclaimed }
}

const all = countries()
const iso = npm('i18n-iso-countries', 'MIT')
write('countries.json', [iso, cldr, { name: 'UN M49 regions', address: 'https://unstats.un.org/unsd/methodology/m49/', licence: 'facts' }], { countries: all })
write('languages.json', [npm('iso-639-3', 'MIT'), cldr], await languages())
write('licences.json', [npm('spdx-license-list', 'CC0-1.0'), npm('spdx-license-ids', 'CC0-1.0'), npm('spdx-exceptions', 'CC-BY-3.0'), { name: 'Open Definition conformant licences', address: 'https://opendefinition.org/licenses/', licence: 'facts' }, { name: 'FSF list of free licences', address: 'https://www.gnu.org/licenses/license-list.html', licence: 'facts' }], licences())
write('sdgs.json', [{ name: 'United Nations Sustainable Development Goals', address: 'https://sdgs.un.org/goals', licence: 'facts' }], { sdgs: sdgs.map(([en, fr, ar], i) => ({ number: i + 1, names: { en, fr, ar } })) })
write('world.json', [{ ...npm('world-atlas', 'ISC'), data: 'Natural Earth 1:110m and 1:50m, public domain, https://www.naturalearthdata.com/; borders are those of Natural Earth' }, { name: 'Equal Earth projection', address: 'https://doi.org/10.1080/13658816.2018.1504949', licence: 'facts' }], await world(all))
