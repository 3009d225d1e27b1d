"""What countries are called beyond the tables of the libraries: short forms, the United Nations' names, old names.

One entry a country; names stand between bars. Small words, the order of words, case and accents do not matter.
"""
# ruff: noqa: RUF001 - letters of other alphabets that look like Latin ones are meant here

from typing import Final

ALIASES: Final[dict[str, str]] = {
    "AE": "UAE|EAU|Emirates|Emirats|Объединенные Арабские Эмираты|Эмираты",
    "AR": "Аргентинская Республика",
    "AT": "Австрийская Республика",
    "AZ": "Азербайджанская Республика",
    "BA": "Bosnia|Bosnie|Bosnien|Босния|البوسنة",
    "BJ": "بنن|جمهورية بنن",
    "BL": "San Barthélemy",
    "BM": "Бермудские острова",
    "BN": "Brunei|文莱达鲁萨兰国|بروني دار السلام",
    "BO": "Bolivia Plurinational State|多民族玻利维亚国",
    "BQ": "Bonaire, Sint Eustatius and Saba|Bonaire, Saint-Eustache et Saba|Bonaire, San Eustaquio y Saba"
    "|Бонайре, Синт-Эстатиус и Саба|博纳尔 圣俄斯塔休斯和萨巴|بونير وسانت يوستاشيوس وسابا",
    "BS": "Багамские Острова|Содружество Багамских Островов|كمنولث جزر البهاما",
    "BV": "布维岛|جزيرة بوفيت",
    "CC": "Cocos Islands|Keeling Islands|Cocos Keeling|Îles des Cocos Keeling|Islas Cocos Keeling|Îles des Cocos"
    "|Islas Cocos|جزر كوكس كيلينغ",
    "CD": "DRC|RDC|DR Congo|Congo DRC|Congo RDC|Congo Zaire|Zaire|Democratic Congo|Congo Kinshasa|Congo Dem Rep|ДРК"
    "|刚果金|Demokratische Republik Kongo|Kongo Kinshasa|Repubblica Democratica del Congo"
    "|République démocratique du Congo|República Democrática del Congo|República Democrática do Congo"
    "|Демократическая Республика Конго|刚果民主共和国|جمهورية الكونغو الديمقراطية",
    "CF": "CAR|RCA|Centrafrique|Центральноафриканская Республика",
    "CG": "Congo|Congo Brazzaville|Republic of the Congo|Congo Rep|République du Congo|República del Congo|Конго"
    "|刚果|刚果布|الكونغو|جمهورية الكونغو",
    "CH": "Швейцарская Конфедерация|Schweizerische Eidgenossenschaft|Swiss Confederation|Confédération suisse"
    "|Confederación Suiza|الاتحاد السويسري",
    "CI": "Ivory Coast|Cote dIvoire|Costa de Marfil|Costa do Marfim|Elfenbeinküste|كوت ديفوار",
    "CK": "Острова Кука",
    "CN": "China|PRC|PR China|Mainland China|Chine|República Popular China|Китайская Народная Республика|КНР"
    "|中华人民共和国",
    "CV": "Cape Verde|Cap Vert|Cabo Verde|كابو فيردي|جمهورية كابو فيردي",
    "CX": "Isla Christmas|остров Рождества|جزيرة عيد الميلاد",
    "CZ": "Czech Republic|Czech|République tchèque|República Checa|Чешская Республика|تشيكيا|الجمهورية التشيكية",
    "DE": "德意志联邦共和国|Federal Republic of Germany|Bundesrepublik Deutschland|BRD",
    "DM": "Содружество Доминики|كمنولث دومينيكا",
    "DO": "Dominican Rep|Rep Dominicana|الجمهورية الدومينيكية",
    "DZ": "República Argelina Democrática y Popular|République algérienne démocratique et populaire"
    "|Алжирская Народная Демократическая Республика|الجمهورية الجزائرية الديمقراطية الشعبية",
    "EE": "Эстонская Республика",
    "EG": "阿拉伯埃及共和国",
    "FI": "Финляндская Республика",
    "FK": "Falklands|Malvinas|Falkland Islands Malvinas|Îles Falkland Malvinas|Islas Malvinas Falkland"
    "|Фолклендские Мальвинские острова|福克兰群岛 马尔维纳斯|جزر فوكلاند مالفيناس",
    "FM": "Micronesia|Micronésie|Federated States of Micronesia|États fédérés de Micronésie"
    "|Estados Federados de Micronesia|Micronesia Fed Sts|Микронезия|Микронезия Федеративные Штаты|ميكرونيزيا"
    "|ولايات ميكرونيزيا الموحدة",
    "FO": "Фарерские острова|جزر فايرو",
    "FR": "República Francesa|République française|Французская Республика|法兰西共和国|الجمهورية الفرنسية",
    "GA": "República Gabonesa|République gabonaise|Габонская Республика|غابون",
    "GB": "UK|Great Britain|Britain|England|Scotland|Wales|Northern Ireland|Grande Bretagne|Gran Bretaña"
    "|Großbritannien|Gran Bretagna|Grã Bretanha|Inglaterra|Angleterre|Royaume Uni|Reino Unido|Англия|Великобритания"
    "|英国|بريطانيا|Royaume-Uni de Grande-Bretagne et d'Irlande du Nord"
    "|Reino Unido de Gran Bretaña e Irlanda del Norte|Соединенное Королевство Великобритании и Северной Ирландии"
    "|大不列颠及北爱尔兰联合王国|المملكة المتحدة|المملكة المتحدة لبريطانيا العظمى وأيرلندا الشمالية"
    "|المملكة المتحدة لبريطانيا العظمى وآيرلندا الشمالية",
    "GG": "格恩西|غيرنسي",
    "GL": "غرينلند",
    "GM": "Gambia|Gambie",
    "GN": "Гвинейская Республика|Guinée Conakry|Guinea Conakry",
    "GR": "Hellenic Republic|Hellas|República Helénica|République hellénique|Греческая Республика|الجمهورية الهيلينية",
    "GS": "South Georgia|Южная Джорджия и Южные Сандвичевы острова|南乔治亚岛和南桑德韦奇岛",
    "GY": "Guiana",
    "HK": "Hong Kong|Hongkong|Hong Kong SAR|China Hong Kong|China, Hong Kong Special Administrative Region|香港"
    "|Гонконг|Chine, région administrative spéciale de Hong Kong|China, región administrativa especial de Hong Kong"
    "|Китай, Специальный административный район Гонконг|الصين منطقة هونغ كونغ الإدارية الخاصة",
    "HM": "Heard Island and McDonald Islands|Îles Heard et MacDonald|Остров Херд и острова Макдональд"
    "|赫德岛和麦克唐纳岛",
    "IM": "Остров Мэн",
    "IO": "英属印度洋领土",
    "IR": "Persia",
    "IT": "República Italiana|République italienne|Repubblica Italiana|Итальянская Республика",
    "JE": "泽西",
    "JO": "Иорданское Хашимитское Королевство|约旦哈希姆王国|المملكة الأردنية الهاشمية",
    "KG": "Kyrgyz Republic|Kirghizstan|Kirgizstan|Kirguizistán|República Kirguisa|République kirghize"
    "|Кыргызская Республика|吉尔吉斯共和国",
    "KI": "كيريباس|جمهورية كيريباس",
    "KM": "Коморские Острова|Союз Коморских Островов|科摩罗联盟",
    "KN": "St Kitts|سانت كيتس ونيفس",
    "KP": "DPRK|RPDC|North Korea|DPR Korea|Democratic People's Republic of Korea|Korea Dem People's Rep"
    "|Korea Dem Rep|КНДР|République populaire démocratique de Corée|República Popular Democrática de Corea"
    "|Корейская Народно-Демократическая Республика|朝鲜|朝鲜民主主义人民共和国|جمهورية كوريا الشعبية الديمقراطية",
    "KR": "ROK|South Korea|Korea Rep|Republic of Korea|République de Corée|República de Corea|República da Coreia"
    "|Южная Корея|Республика Корея|韩国|大韩民国|جمهورية كوريا",
    "KY": "Îles Caïmanes|Кайман острова",
    "KZ": "Kazajstán|República de Kazajstán",
    "LA": "Laos|Lao PDR|Lao|Лаосская Народно-Демократическая Республика|جمهورية لاو الديمقراطية الشعبية",
    "LB": "República Libanesa|République libanaise|Ливанская Республика|الجمهورية اللبنانية",
    "LK": "سري لانكا|جمهورية سري لانكا الاشتراكية الديمقراطية",
    "LT": "Литовская Республика",
    "LU": "لكسمبرغ|دوقية لكسمبرغ الكبرى",
    "LV": "Латвийская Республика",
    "MA": "المملكة المغربية",
    "MD": "Moldova|Moldavia|Moldavie",
    "MF": "St Martin French part|Saint-Martin partie française|San Martín parte francesa|Сен-Мартен французская часть",
    "MH": "Маршалловы Острова|Республика Маршалловы Острова",
    "MK": "Macedonia|FYROM|Macédoine|FYR Macedonia|Former Yugoslav Republic of Macedonia|TFYR Macedonia",
    "MM": "Burma|Myanmar|Birmanie|Birmania|Мьянма|缅甸|ميانمار",
    "MO": "Macau|Macao|Macau SAR|Macao SAR|China Macao|China Macau|澳门|Макао"
    "|China, Macao Special Administrative Region|Chine, région administrative spéciale de Macao"
    "|China, región administrativa especial de Macao|Китай, Специальный административный район Макао"
    "|الصين منطقة ماكاو الإدارية الخاصة",
    "MP": "Islas Marianas Septentrionales|Северные Марианские острова",
    "MR": "الجمهورية الإسلامية الموريتانية",
    "MS": "مونتسيرات",
    "MT": "مالطة|جمهورية مالطة",
    "MV": "Мальдивские Острова|Мальдивская Республика|ملديف|جمهورية ملديف",
    "MX": "Estados Unidos Mexicanos|États-Unis du Mexique|Мексиканские Соединенные Штаты|الولايات المتحدة المكسيكية",
    "MZ": "موزامبيق|جمهورية موزامبيق",
    "NA": "Namibia",
    "NL": "Holland|Hollande|Holanda|Olanda|Pays Bas|Países Bajos|Nederland|Королевство Нидерландов",
    "NU": "Nioué",
    "NZ": "Nueva Zelandia|Aotearoa",
    "OM": "Sultanía de Omán|Sultanat d'Oman",
    "PF": "Tahiti",
    "PG": "PNG|Papua",
    "PM": "圣皮埃尔和密克隆|سان بيير وميكلون",
    "PN": "Питкэрн|皮特凯恩|بيتكرن",
    "PS": "Palestine|State of Palestine|Occupied Palestinian Territory|Occupied Palestinian Territories|oPt"
    "|Palestina|Gaza|West Bank and Gaza|West Bank|Gaza Strip|État de Palestine|Estado de Palestina|Палестина"
    "|Государство Палестина|巴勒斯坦|巴勒斯坦国|فلسطين|دولة فلسطين",
    "PT": "República Portuguesa|République portugaise|Португальская Республика",
    "RU": "Russia|Russian Fed|Россия|РФ|Российская Федерация|الاتحاد الروسي",
    "SA": "KSA|Saudi|Arabia Saudita|沙特",
    "SB": "Соломоновы Острова",
    "SC": "Сейшельские Острова|سيشيل|جمهورية سيشيل",
    "SH": "St Helena|Saint Helena|Остров Святой Елены|سانت هيلانة",
    "SJ": "Svalbard and Jan Mayen Islands|Îles Svalbard et Jan Mayen|Islas Svalbard y Jan Mayen"
    "|Острова Свальбард и Ян-Майен",
    "SK": "Slovak Republic|República Eslovaca|République slovaque|Словацкая Республика|الجمهورية السلوفاكية",
    "ST": "Sao Tome|سان تومي وبرينسيبي|جمهورية سان تومي وبرينسيبي الديمقراطية",
    "SX": "St Maarten|Sint Maarten Dutch part|San Martín parte Holandesa|Синт-Мартен нидерландская часть",
    "SY": "Syria|Syrie|Siria|Сирия|République arabe syrienne|Сирийская Арабская Республика|阿拉伯叙利亚共和国"
    "|الجمهورية العربية السورية",
    "SZ": "Swaziland|Eswatini",
    "TC": "Острова Теркс и Кайкос|جزر تركس وكايكوس",
    "TF": "Южные земли французская заморская территория|法属南方领地",
    "TG": "República Togolesa|République togolaise|Тоголезская Республика",
    "TH": "泰王国",
    "TK": "Tokélaou",
    "TL": "East Timor|Timor Leste|Timor Oriental|Timor|Тимор-Лешти|Демократическая Республика Тимор-Лешти",
    "TN": "République tunisienne|Тунисская Республика|الجمهورية التونسية",
    "TR": "Turkey|Turkiye|Tuerkiye|Türkei|Turquie|Turquía|Republic of Turkey|Republic of Turkiye|Турция",
    "TT": "Trinidad|Trinidad y Tabago",
    "TW": "Taiwan ROC|Chinese Taipei|Taiwan Province of China|Taipei",
    "TZ": "Tanzania|UR Tanzania|United Rep Tanzania|Объединенная Республика Танзания|جمهورية تنزانيا المتحدة",
    "UM": "Islas menores alejadas de Estados Unidos|Внешние малые острова Соединенных Штатов",
    "US": "USA|US|United States|US of America|États Unis|Estados Unidos|EEUU|EE UU|EUA|Vereinigte Staaten"
    "|Stati Uniti|США|美国|امريكا|الولايات المتحدة|États-Unis d'Amérique|Estados Unidos de América"
    "|Соединенные Штаты Америки|美利坚合众国|الولايات المتحدة الأمريكية|Estados Unidos da América"
    "|Vereinigte Staaten von Amerika|Stati Uniti d'America",
    "UY": "Eastern Republic of Uruguay|乌拉圭东岸共和国|أوروغواي|جمهورية أوروغواي الشرقية",
    "VA": "Holy See|Vatican|Saint Siège|Santa Sede|Святой Престол|Ватикан|教廷|罗马教廷|الكرسي الرسولي|Heiliger Stuhl",
    "VC": "Saint Vincent",
    "VE": "Venezuela|Venezuela RB|委内瑞拉玻利瓦尔共和国",
    "VG": "Британские Виргинские острова|جزر فرجن البريطانية",
    "VI": "US Virgin Islands|Virgin Islands US|Îles Vierges américaines|Islas Vírgenes de los Estados Unidos"
    "|Виргинские острова Соединенных Штатов|جزر فرجن التابعة للولايات المتحدة",
    "VN": "Vietnam|Viet Nam|فييت نام|جمهورية فييت نام الاشتراكية",
    "WF": "Îles Wallis et Futuna|Islas Wallis y Futuna|Острова Уоллис и Футуна|瓦利斯群岛和富图纳群岛"
    "|جزر واليس وفوتونا",
    "XK": "Kosovo|Kosova|Kosovo UNSCR 1244|Kosovo UNSCR 1244 1999",
    "YE": "Йеменская Республика|الجمهورية اليمنية",
    "YT": "Остров Майотта",
    "ZA": "RSA|South Africa|Afrique du Sud|République sud-africaine|Южная Африка",
    "ZW": "زمبابوي|جمهورية زمبابوي",
}
"""Names by the two-letter code of the country."""

TWO_COUNTRIES: Final = "Korea|Corée|Corea|Coreia|Корея|Kongo|America|Amerika|América|Amérique|Virgin Islands"
"""What could be more than one country and is therefore asked about."""

OWN_NAMES: Final = {
    ("CD", "en"): "Democratic Republic of the Congo",
    ("CD", "fr"): "République démocratique du Congo",
    ("CD", "pt"): "República Democrática do Congo",
    ("CD", "ru"): "Демократическая Республика Конго",
    ("CD", "zh"): "刚果民主共和国",
    ("CD", "ar"): "جمهورية الكونغو الديمقراطية",
    ("CG", "en"): "Congo",
    ("CG", "fr"): "Congo",
    ("CG", "ru"): "Конго",
    ("CG", "zh"): "刚果",
    ("CG", "ar"): "الكونغو",
    ("HK", "en"): "Hong Kong",
    ("MM", "en"): "Myanmar",
    ("MM", "fr"): "Myanmar",
    ("MM", "es"): "Myanmar",
    ("MM", "ar"): "ميانمار",
    ("MO", "en"): "Macao",
    ("PS", "en"): "Palestine",
    ("PS", "fr"): "Palestine",
    ("PS", "es"): "Palestina",
    ("PS", "pt"): "Palestina",
    ("PS", "ru"): "Палестина",
    ("PS", "zh"): "巴勒斯坦",
    ("PS", "ar"): "فلسطين",
}
"""Where the Common Locale Data Repository uses a name that the United Nations, and who writes to them, do not."""

SMALL_WORDS: Final = """
    the of and a an la le les l el los las de du des d del della di da do dos das e y et und der die das i och
    en и та و
    """
"""Words that lists put in or leave out."""

FORMS_OF_STATE: Final = """
    republic kingdom state states federation federal federative islamic democratic peoples people s socialist
    commonwealth principality duchy grand sultanate hashemite arab bolivarian plurinational cooperative
    independent union oriental eastern confederation swiss république royaume état fédération fédérale islamique
    démocratique populaire socialiste principauté duché hachémite arabe bolivarienne coopérative indépendant
    orientale unie confédération suisse fédérative república reino estado federación islámica democrática
    popular socialista principado ducado gran sultanato hachemita árabe bolivariana plurinacional cooperativa
    independiente unión unida confederación suiza federativa confederação федерация республика королевство
    государство исламская демократическая народная социалистическая княжество великое герцогство султанат
    хашимитское арабская боливарианская многонациональное кооперативная независимое союз восточная соединенная
    федеративная федеральная конфедерация швейцарская содружество جمهورية مملكة المملكة دولة الجمهورية اتحاد
    الإسلامية الديمقراطية الشعبية الاشتراكية إمارة دوقية الكبرى سلطنة الهاشمية العربية البوليفارية المتعددة
    القوميات التعاونية المستقلة الاتحادية republik königreich staat bundesrepublik
    """
"""Words that may be said or left out where what remains is still one country."""

FORMS_OF_STATE_ZH: Final = "共和国|王国|合众国|联邦|公国|大公国|苏丹国|人民|民主|社会主义|伊斯兰|阿拉伯|独立国|联合|国"
"""The same at the end of Chinese names."""

SPELLINGS: Final[dict[str, str]] = {
    "st": "saint",
    "ste": "saint",
    "sta": "santa",
    "rep": "republic",
    "is": "islands",
    "isl": "islands",
    "dem": "democratic",
    "fed": "federated",
    "о": "",
    "ва": "острова",
}
"""Short spellings of words; the last two are one."""
