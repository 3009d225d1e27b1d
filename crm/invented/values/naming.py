"""How invented organisations are called: what they do and what they are named after, by the tongue of their place."""

from dataclasses import dataclass

from crm.contacts.values import OrganizationType as Type
from crm.invented.values.tongues import Part


@dataclass(frozen=True, slots=True)
class Naming:
    """Patterns of names, each in the own script and as it stands in lists, and what can be put into them."""

    kinds: tuple[tuple[Part, Type], ...]
    #: Trees, rivers, hills, birds.
    after: tuple[Part, ...]

    def count(self) -> int:
        """Return how many different names there are."""
        return len(self.kinds) * len(self.after)

    def name(self, number: int) -> tuple[Part, Part, Type]:
        """Return one of them, what it is named after, and its type; neighbours differ in both parts."""
        number %= self.count()
        round_, place = divmod(number, len(self.kinds))
        kind, organization_type = self.kinds[place]
        thing = self.after[(place + round_) % len(self.after)]
        whole = Part(kind.own.replace("*", thing.own), kind.latin.replace("*", thing.latin))
        return whole, thing, organization_type


_TYPES = {
    "n": Type.NGO,
    "N": Type.NATIONAL_NGO,
    "I": Type.INTERNATIONAL_NGO,
    "w": Type.NETWORK,
    "u": Type.UNIVERSITY,
    "f": Type.FAITH,
    "t": Type.UNION,
    "F": Type.FOUNDATION,
    "o": Type.OTHER,
}


def _naming(kinds: str, after: str) -> Naming:
    lines = (line.strip() for line in kinds.strip().splitlines())
    patterns = tuple((_part(line[2:]), _TYPES[line[0]]) for line in lines)
    return Naming(patterns, tuple(_part(word.strip()) for word in after.split(",")))


def _part(text: str) -> Part:
    own, _equals, latin = text.partition("=")
    return Part(own.strip(), (latin or own).strip())


#: The name as it stands in lists for a tongue of another script.
_ENGLISH = """
    N {justice}=* Justice Centre
    n {rights}=* Rights Association
    w {network}=* Network
    o {forum}=* Survivors’ Forum
    n {jurists}=* Jurists’ Circle
    F {archive}=* Memory Archive
    n {women}=* Women’s Union
    u {clinic}=* Law Clinic
    """


def _abroad(after: str, **own: str) -> Naming:
    return _naming(_ENGLISH.format_map(own), after)


NAMINGS: dict[str, Naming] = {
    "en": _naming(
        """
        n * Justice Centre
        w * Legal Aid Network
        u * Law Clinic
        n * Human Rights Watch Group
        f * Interfaith Circle
        t * Public Workers’ Union
        F * Oral Archives Trust
        n * Women’s Network
        o * Survivors’ Forum
        """,
        "Blackthorn, Harbour, Millstone, Foxglove, Riverbend, Larkspur, Stonebridge, Northlight, Heron, Kestrel Hill, "
        "Great Lakes, Copper Creek",
    ),
    "fr": _naming(
        """
        n Association * pour les droits
        w Réseau * Justice
        u Clinique juridique *
        n Collectif *
        F Fondation * Mémoire
        N Centre * de documentation
        o Maison * des survivantes
        t Syndicat * des services publics
        """,
        "Églantine, Fleuve Rouge, Belle-Rive, Grand Baobab, Hirondelle, Clairval, Aubépine, Sept Collines, Tamarinier, "
        "Rive Nord, Flamboyant, Étoile du Matin",
    ),
    "es": _naming(
        """
        n Colectiva *
        w Red Memoria *
        o Foro Ciudadano *
        N Centro * de Derechos Humanos
        F Fundación *
        u Clínica Jurídica *
        n Asociación * por la Justicia
        t Sindicato * de la Educación
        f Comunidad Ecuménica *
        n Observatorio *
        """,
        "Jacarandá, Almenara, del Sur, Quebracho, Río Claro, Ceiba, Araucaria, Cóndor, Luna Nueva, Los Cerezos, Tierra "
        "Alta, Colibrí, Valle Hondo, Algarrobo",
    ),
    "pt": _naming(
        """
        n Instituto * de Direitos
        N Observatório * de Direitos
        w Rede *
        F Fundação * Memória
        u Clínica Jurídica *
        n Associação * de Mulheres
        o Fórum *
        t Sindicato * dos Professores
        """,
        "Ipê, Acácia, Rio Manso, Imbondeiro, Serra Azul, Jangada, Sabiá, Maré Alta, Kwanza Verde, Aroeira, Lua Cheia, "
        "Caju",
    ),
    "de": _naming(
        """
        n Verein * für Menschenrechte e.V.
        w Netzwerk *
        F Stiftung * Erinnerung
        u Rechtsklinik *
        f Ökumenischer Kreis *
        t Gewerkschaft * Bildung
        n Archiv * der Zeuginnen
        """,
        "Lindenhof, Weißdorn, Mühlbach, Grünspecht, Überlingertor, Birkenwerder Feld, Schwalbennest, Köhlerberg, Rotbuche",
    ),
    "nb": _naming(
        """
        n * Menneskerettsforum
        w Nettverket *
        F Stiftelsen *
        u Rettshjelpen *
        f * Kirkelige Fellesråd
        """,
        "Nordlys, Fjellrype, Bjørkelund, Havørn, Sørøya, Polarsol",
    ),
    "sv": _naming(
        """
        n Föreningen * för mänskliga rättigheter
        w Nätverket *
        F Stiftelsen * Minne
        u Juristjouren *
        """,
        "Björkdungen, Norrsken, Älvkanten, Lärkan, Östervik",
    ),
    "et": _naming(
        "n * Inimõiguste Ühing\nw Võrgustik *\nF Sihtasutus *\nn * Juristide Ring", "Põhjala, Kõrvemaa, Räim"
    ),
    "pl": _naming(
        "n Stowarzyszenie *\nF Fundacja * na rzecz Praw\nw Sieć *\nu Poradnia Prawna *\nt Związek * Oświaty",
        "Źródło, Żurawie, Brzozowy Gaj, Świt, Łąka",
    ),
    "cs": _naming("n Sdružení *\nF Nadace * Paměť\nw Síť *\nu Právní poradna *", "Šípek, Řeka, Jasan, Čáp"),
    "hu": _naming("n * Egyesület\nF * Alapítvány\nw * Hálózat", "Kőris, Fűzfa, Őszirózsa"),
    "tr": _naming(
        "n * Hak ve Adalet Derneği\nF * Bellek Vakfı\nw * Kadın Ağı\nt * Emekçileri Sendikası\nu * Hukuk Kliniği",
        "Çınar, Gülşehir, Işık, Şafak, Defne",
    ),
    "az": _naming("n * Hüquq Birliyi\nF * Yaddaş Fondu\nw * Şəbəkəsi", "Şimşəkli, Çinar, Günəş"),
    "vi": _naming("n Hội * vì Công lý\nw Mạng lưới *\nu Phòng Tư vấn Luật *", "Sông Hương, Hoa Gạo, Ánh Sáng"),
    "id": _naming(
        "n Yayasan * Keadilan\nw Jaringan *\nu Klinik Hukum *\nn Perkumpulan Perempuan *\nF Arsip Ingatan *",
        "Beringin, Melati, Cendrawasih, Samudra, Pelangi",
    ),
    "tl": _naming(
        "n Samahang *\nw Ugnayan ng *\nu * Law Clinic\nn Kababaihan ng *\nt Kapisanang * ng mga Guro",
        "Bagong Araw, Sampaguita, Kawayan, Silanganan",
    ),
    "sw": _naming(
        """
        n Chama cha Haki *
        w * Legal Aid Network
        n Kituo cha Sheria *
        o Jukwaa la *
        n * Women’s Assembly
        F * Oral History Trust
        t * Teachers’ Union
        """,
        "Baobab, Jamhuri Moja, Mwangaza, Kilima, Ziwa Kuu, Tausi, Mnazi, Uhuru Mpya",
    ),
    "rw": _naming(
        """
        F * Oral Archives Trust
        n Association * des droits
        n * Genocide Widows’ Circle
        w Réseau * Paix
        u * Law Clinic
        """,
        "Kigali Hills, Imena, Kivu, Urumuri, Virunga, Intore, Nyungwe, Umurage",
    ),
    "yo": _naming(
        """
        n * Rights Initiative
        w * Justice Network
        u * Law Clinic
        n * Mothers’ Assembly
        F * Heritage Foundation
        t * Health Workers’ Union
        f * Interfaith Council
        """,
        "Ìrètí, Harmattan, Sankofa, Iroko, Volta, Savannah, Kola Tree, Adinkra",
    ),
    "zu": _naming(
        "n * Legal Resources Collective\nw * Justice Network\nF * Memory Trust\nt * Workers’ Union\nn * Women’s Forum",
        "Ubuntu, Umkhonto Hill, Marula, Indlovu, Drakens, Protea",
    ),
    "fj": _naming(
        "n * Legal Circle\nw * Women’s Network\nf * Conference of Churches\nn * Climate and Rights Council",
        "Pasifika, Coral Sea, Vaka, Frangipani, Moana Nui, Kauri",
    ),
    "ru": _abroad(
        "Ясень=Yasen, Кама=Kama, Рассвет=Rassvet",
        justice="Центр правосудия «*»",
        rights="Ассоциация прав человека «*»",
        network="Сеть «*»",
        forum="Форум пострадавших «*»",
        jurists="Клуб юристов «*»",
        archive="Архив памяти «*»",
        women="Союз женщин «*»",
        clinic="Юридическая клиника «*»",
    ),
    "uk": _abroad(
        "Калина=Kalyna, Дніпро=Dnipro, Світанок=Svitanok",
        justice="Центр правосуддя «*»",
        rights="Асоціація прав людини «*»",
        network="Мережа «*»",
        forum="Форум постраждалих «*»",
        jurists="Коло юристів «*»",
        archive="Архів пам’яті «*»",
        women="Спілка жінок «*»",
        clinic="Юридична клініка «*»",
    ),
    "ky": _abroad(
        "Ала-Тоо=Ala-Too, Ысык-Көл=Ysyk-Köl, Арча=Archa",
        justice="«*» адилеттик борбору",
        rights="«*» укук ассоциациясы",
        network="«*» тармагы",
        forum="«*» форуму",
        jurists="«*» юристтер чөйрөсү",
        archive="«*» эстутум архиви",
        women="«*» аялдар бирлиги",
        clinic="«*» юридикалык клиникасы",
    ),
    "sr": _abroad(
        "Јасен=Jasen, Морава=Morava",
        justice="Центар за правду „*“",
        rights="Удружење за права „*“",
        network="Мрежа „*“",
        forum="Форум преживелих „*“",
        jurists="Круг правника „*“",
        archive="Архив сећања „*“",
        women="Савез жена „*“",
        clinic="Правна клиника „*“",
    ),
    "ar": _abroad(
        "الأرز=Cedar, الواحة=Oasis, الزيتون=Olive, الياسمين=Jasmine, المنارة=Lighthouse, النخيل=Palm, السنونو=Swallow",
        justice="مركز * للعدالة",
        rights="جمعية * للحقوق",
        network="شبكة *",
        forum="منتدى * للناجيات والناجين",
        jurists="حلقة * للحقوقيين",
        archive="أرشيف * للذاكرة",
        women="اتحاد نساء *",
        clinic="عيادة * القانونية",
    ),
    "fa": _abroad(
        "سپیدار=Sepidar, زعفران=Saffron, هندوکش=Hindu Kush",
        justice="مرکز عدالت *",
        rights="انجمن حقوق *",
        network="شبکه *",
        forum="مجمع بازماندگان *",
        jurists="حلقه حقوقدانان *",
        archive="آرشیو حافظه *",
        women="اتحادیه زنان *",
        clinic="کلینیک حقوقی *",
    ),
    "ur": _abroad(
        "چنار=Chinar, سندھو=Sindhu, روشنی=Roshni",
        justice="* مرکزِ انصاف",
        rights="* انجمنِ حقوق",
        network="* نیٹ ورک",
        forum="* متاثرین فورم",
        jurists="* حلقۂ وکلا",
        archive="* یادداشت آرکائیو",
        women="* خواتین یونین",
        clinic="* قانونی کلینک",
    ),
    "he": _abroad(
        "ארז=Erez, זית=Zayit",
        justice="מרכז * לצדק",
        rights="אגודת * לזכויות",
        network="רשת *",
        forum="פורום הניצולים *",
        jurists="חוג המשפטנים *",
        archive="ארכיון הזיכרון *",
        women="איגוד הנשים *",
        clinic="הקליניקה המשפטית *",
    ),
    "hi": _abroad(
        "नर्मदा=Narmada, पीपल=Peepal, उजाला=Ujala, मानसरोवर=Mansarovar",
        justice="* न्याय केंद्र",
        rights="* अधिकार संघ",
        network="* नेटवर्क",
        forum="* पीड़ित मंच",
        jurists="* विधिवेत्ता मंडल",
        archive="* स्मृति अभिलेखागार",
        women="* महिला संघ",
        clinic="* विधि क्लिनिक",
    ),
    "ne": _abroad(
        "हिमाल=Himal, लालीगुराँस=Laligurans",
        justice="* न्याय केन्द्र",
        rights="* अधिकार संघ",
        network="* सञ्जाल",
        forum="* पीडित मञ्च",
        jurists="* कानुनविद् मण्डल",
        archive="* स्मृति अभिलेखालय",
        women="* महिला संघ",
        clinic="* कानुन क्लिनिक",
    ),
    "bn": _abroad(
        "নদী=Nodi, শাপলা=Shapla, পদ্মা=Padma, দোয়েল=Doel",
        justice="* বিচার কেন্দ্র",
        rights="* অধিকার সমিতি",
        network="* নেটওয়ার্ক",
        forum="* বেঁচে ফেরা মানুষের ফোরাম",
        jurists="* আইনবিদ চক্র",
        archive="* স্মৃতি সংরক্ষণাগার",
        women="* নারী সংঘ",
        clinic="* আইন ক্লিনিক",
    ),
    "ta": _abroad(
        "தாமரை=Thamarai, பனை=Panai",
        justice="* நீதி மையம்",
        rights="* உரிமைகள் சங்கம்",
        network="* வலையமைப்பு",
        forum="* பாதிக்கப்பட்டோர் மன்றம்",
        jurists="* சட்டவல்லுநர் வட்டம்",
        archive="* நினைவு ஆவணகம்",
        women="* பெண்கள் ஒன்றியம்",
        clinic="* சட்ட உதவி மையம்",
    ),
    "th": _abroad(
        "ราชพฤกษ์=Ratchaphruek, แม่ปิง=Mae Ping",
        justice="ศูนย์ยุติธรรม*",
        rights="สมาคมสิทธิ*",
        network="เครือข่าย*",
        forum="เวทีผู้รอดชีวิต*",
        jurists="ชมรมนักกฎหมาย*",
        archive="หอจดหมายเหตุ*",
        women="สหภาพสตรี*",
        clinic="คลินิกกฎหมาย*",
    ),
    "km": _abroad(
        "មេគង្គ=Mekong, រំដួល=Rumduol",
        justice="មជ្ឈមណ្ឌលយុត្តិធម៌*",
        rights="សមាគមសិទ្ធិ*",
        network="បណ្តាញ*",
        forum="វេទិកាជនរស់រានមានជីវិត*",
        jurists="ក្រុមអ្នកច្បាប់*",
        archive="បណ្ណសារចងចាំ*",
        women="សហភាពស្ត្រី*",
        clinic="គ្លីនិកច្បាប់*",
    ),
    "ko": _abroad(
        "한빛=Hanbit, 무궁화=Mugunghwa, 솔바람=Solbaram",
        justice="*정의센터",
        rights="*인권협회",
        network="*네트워크",
        forum="*생존자포럼",
        jurists="*법률가모임",
        archive="*기록관",
        women="*여성연합",
        clinic="*법률상담소",
    ),
    "ja": _abroad(
        "さくら=Sakura, 青葉=Aoba, みなと=Minato",
        justice="*正義センター",
        rights="*人権協会",
        network="*ネットワーク",
        forum="*被害者フォーラム",
        jurists="*法律家の会",
        archive="*記憶資料館",
        women="*女性連合",
        clinic="*法律相談所",
    ),
    "zh": _abroad(
        "榕树=Rongshu, 江南=Jiangnan",
        justice="*公正中心",
        rights="*权利协会",
        network="*网络",
        forum="*幸存者论坛",
        jurists="*法律人圈",
        archive="*记忆档案馆",
        women="*妇女联合会",
        clinic="*法律诊所",
    ),
    "am": _abroad(
        "ዋርካ=Warka, ዓባይ=Abay, አደይ=Adey",
        justice="* የፍትሕ ማዕከል",
        rights="* የመብቶች ማኅበር",
        network="* መረብ",
        forum="* የተረፉ ሰዎች መድረክ",
        jurists="* የሕግ ባለሙያዎች ክበብ",
        archive="* የትውስታ ቤተ መዛግብት",
        women="* የሴቶች ኅብረት",
        clinic="* የሕግ ክሊኒክ",
    ),
    "ka": _abroad(
        "მთვარე=Mtvare, რიონი=Rioni, ვაზი=Vazi",
        justice="სამართლიანობის ცენტრი „*“",
        rights="უფლებათა ასოციაცია „*“",
        network="ქსელი „*“",
        forum="გადარჩენილთა ფორუმი „*“",
        jurists="იურისტთა წრე „*“",
        archive="მეხსიერების არქივი „*“",
        women="ქალთა კავშირი „*“",
        clinic="იურიდიული კლინიკა „*“",
    ),
    "hy": _abroad(
        "Ծիրան=Tsiran, Արագած=Aragats",
        justice="«*» արդարության կենտրոն",
        rights="«*» իրավունքների միություն",
        network="«*» ցանց",
        forum="«*» վերապրածների ֆորում",
        jurists="«*» իրավաբանների շրջանակ",
        archive="«*» հիշողության արխիվ",
        women="«*» կանանց միություն",
        clinic="«*» իրավաբանական կլինիկա",
    ),
    "el": _abroad(
        "Ελιά=Elia, Αιγαίο=Aegean",
        justice="Κέντρο Δικαιοσύνης *",
        rights="Ένωση Δικαιωμάτων *",
        network="Δίκτυο *",
        forum="Φόρουμ Επιζώντων *",
        jurists="Κύκλος Νομικών *",
        archive="Αρχείο Μνήμης *",
        women="Ένωση Γυναικών *",
        clinic="Νομική Κλινική *",
    ),
}
