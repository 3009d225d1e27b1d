"""Parts of invented names, by language: given and family names that are common enough to be nobody's.

Where the language has a script of its own, each part stands with its Latin form, as in ``Айгүл=Aigul``.
"""

from dataclasses import dataclass
from typing import NamedTuple


class Part(NamedTuple):
    """A part of a name in its own script and in Latin letters."""

    own: str
    latin: str


@dataclass(frozen=True, slots=True)
class Tongue:
    """How names are put together in one language."""

    #: BCP 47 tag.
    tag: str
    script: str
    given: tuple[Part, ...]
    family: tuple[Part, ...]
    is_family_first: bool = False
    #: What stands between the parts in the own script.
    joiner: str = " "

    @property
    def is_latin(self) -> bool:
        """Say whether it is written in Latin letters."""
        return self.script == "Latn"

    def put_together(self, given: tuple[Part, ...], family: tuple[Part, ...]) -> Part:
        """Return a whole name of some given and family names, in both forms."""
        parts = (*family, *given) if self.is_family_first else (*given, *family)
        return Part(self.joiner.join(part.own for part in parts), " ".join(part.latin for part in parts))


def _parts(text: str) -> tuple[Part, ...]:
    pairs = (word.replace("_", " ").partition("=") for word in text.split())
    return tuple(Part(own, latin or own) for own, _equals, latin in pairs)


def _tongue(tag: str, script: str, given: str, family: str) -> Tongue:
    is_family_first = tag in {"zh", "ja", "ko", "hu", "vi", "km"}
    return Tongue(tag, script, _parts(given), _parts(family), is_family_first, "" if tag in {"zh", "ja", "ko"} else " ")


_ALL = (
    _tongue(
        "en",
        "Latn",
        "Grace Samuel Ruth Daniel Esther Thomas Hannah Peter Amelia Joseph Naomi Edward Clara Henry Lydia Oliver Maya "
        "Simon Eleanor Patrick",
        "Walker Ashworth Bennett Fairfax Harding Whitlock Mercer Osborne Pemberton Radcliffe Sinclair Thornton "
        "Underhill Winslow Carrow Dunmore Ellery Garland Hollis Kingsley",
    ),
    _tongue(
        "fr",
        "Latn",
        "Aurélie Benoît Camille Étienne Françoise Gérard Hélène Jérôme Léa Mathieu Noémie Océane Rémi Sébastien Thérèse "
        "Yves Zoé Anaïs Cécile Frédéric",
        "Beaumarchais Chevallier Delaunay Fontanel Garnier Lefèvre Marchand Noël Perrault Renaudin Saint-Clair Thévenet "
        "Vasseur Auclair Boisvert Côté Desrosiers Gagné Lachance Tessier",
    ),
    _tongue(
        "es",
        "Latn",
        "Noelia José Inés Ángel Lucía Tomás Ximena Martín Belén Íñigo Rocío Joaquín Soledad Andrés Pilar Germán Yolanda "
        "Raúl Verónica Damián",
        "Benítez Valcárcel Quispe Núñez Cáceres Ibáñez Mamani Peñaloza Zúñiga Arce Villalba Ordóñez Escalante Robledo "
        "Cárdenas Tapia Ayala Montoya Huamán Sepúlveda",
    ),
    _tongue(
        "pt",
        "Latn",
        "Caetana Domingas João Conceição Luís Inês Tiago Esperança Mário Beatriz António Graça Rui Fátima Nélson Lurdes "
        "Adão Célia Osvaldo Íris",
        "Moura Kiala Figueiredo Magalhães Sequeira Quintão Araújo Brandão Lourenço Chissano Vilela Tavares Simões "
        "Cardoso Guimarães Nogueira Falcão Teixeira Mondlane Paixão",
    ),
    _tongue(
        "de",
        "Latn",
        "Jürgen Käthe Matthias Annegret Björn Ursula Götz Liesel Florian Heike Jörg Mechthild Sönke Ulrike Volker Dörte "
        "Ruprecht Wiebke Anselm Gisela",
        "Müllerschön Großmann Käfer Böttcher Hölzl Strauß Weißenborn Lüders Kröger Schäuffele Vogtländer Brünjes "
        "Täubert Königsdörfer Ehrlich Faßbender Rösler Hägele Süßmilch Jäkel",
    ),
    _tongue(
        "nb",
        "Latn",
        "Eirik Marte Sunniva Håkon Ragnhild Bjørn Ingvild Øystein Solveig Torgeir Åse Sigurd Liv Trygve Gunnhild Jørgen "
        "Astrid Steinar Ylva Sondre",
        "Solvang Lindqvist Bakken Sørli Nordgård Høiland Myhre Fjellstad Ødegård Bråten Løkken Vågslid Tveit Røed "
        "Sæther Haugland Nygård Kvåle Strand Åsheim",
    ),
    _tongue(
        "sv",
        "Latn",
        "Åsa Göran Märta Björn Linnéa Östen Saga Håkan Elsa Torbjörn Freja Sören Ingrid Mårten Ebba Valter Tilda Anders "
        "Siv Gösta",
        "Ekström Sjöberg Lindgård Hägglund Nyström Åkerman Bergqvist Rönnlund Dahlström Öberg Fröding Sandgren Malmsten "
        "Högberg Källman Stålnacke Wikström Norrby Ljungdahl Söderholm",
    ),
    _tongue(
        "et",
        "Latn",
        "Liis Tõnu Kärt Märt Piret Jüri Õnne Rein Helve Ülo Maarja Priit Triin Väino Siiri Ants Leelo Kalev Ene Ott",
        "Rannamäe Tõnisson Kuusk Pärnpuu Õispuu Lepik Mägi Sõber Vahtra Jõgi Kõiv Laanemets Ülper Saarepuu Hõbe Tamme "
        "Järvik Pihlak Raudsepp Nõmm",
    ),
    _tongue(
        "pl",
        "Latn",
        "Łukasz Małgorzata Wojciech Żaneta Stanisław Bożena Paweł Grażyna Jędrzej Świętosława Michał Agnieszka Zdzisław "
        "Róża Mieczysław Kinga Bartłomiej Elżbieta Tadeusz Jadwiga",
        "Wiśniowski Dąbrówka Źrebiec Śliwiński Łęcki Gołębiowski Żurawska Brzęczek Krzyżak Pączek Świerczyński Młynarz "
        "Jabłońska Kępa Wójtowicz Zając Strzęp Rogoźnik Kożuch Cieślik",
    ),
    _tongue(
        "cs",
        "Latn",
        "Jiří Žofie Ondřej Lenka Řehoř Markéta Přemysl Eliška Čeněk Růžena Štěpán Božena Luděk Šárka Matěj Dagmar Zdeněk "
        "Květa Radomír Vlasta",
        "Němeček Dvořáček Řezníček Šťastná Křížek Čapková Hrdlička Žďárský Vaněk Pospíšil Růžička Koubek Sládek Bílek "
        "Jelínek Ševčík Tůma Kopřiva Macháň Zeman",
    ),
    _tongue(
        "hu",
        "Latn",
        "Ágnes Bálint Csilla Dénes Erzsébet Géza Ildikó János Katalin László Márta Nándor Örs Piroska Réka Szilárd Tünde "
        "Vendel Zsófia Zoltán",
        "Kőszegi Szűcs Fehérvári Gyöngyösi Bődi Halmágyi Kertész Lőrincz Mészáros Németh Pálfi Rózsavölgyi Sárközi Tóth "
        "Ürmös Vörösmarti Zsoldos Bányai Csikós Dévényi",
    ),
    _tongue(
        "tr",
        "Latn",
        "Ayşe Çağrı Elif Gökhan Işıl İbrahim Müge Ömer Selin Şükran Tuğba Ünal Yağmur Zeynep Barış Defne Emre Fatih Gülşen "
        "Hüseyin",
        "Yıldız Çelikkan Öztürkoğlu Şahinbaş Güneş Kılıçlı Demirağ Aydoğan Bulutçu Karaçay Tuğrul Işıkçı Ergüven Sönmez "
        "Taşkıran Ünver Akgül Bozkurt Doğanay Yücel",
    ),
    _tongue(
        "az",
        "Latn",
        "Aynur Elçin Günel Rəşad Sevinc Vüqar Nərmin Tural Lalə Cavid Xəyalə Orxan Şəbnəm İlqar Könül Ruslan Aytən Zaur "
        "Mehriban Fərid",
        "Əliyarlı Həsənzadə Quliyeva Məmmədov Rzayeva Şirinov Babazadə İsgəndərli Nəbiyeva Süleymanlı Tağızadə Vəliyeva "
        "Cəfərli Əhmədova Kərimli Orucov Xəlilzadə Zeynallı Abbasova Mirzəyev",
    ),
    _tongue(
        "vi",
        "Latn",
        "Hương Minh Thảo Dũng Lan_Anh Quốc Ngọc Đức Phượng Tuấn Hạnh Khải Mỹ_Linh Sơn Trang Hiếu Yến Bảo Diệu Việt",
        "Nguyễn_Thị Trần_Văn Lê_Hoàng Phạm Huỳnh Võ Đặng Bùi Đỗ Ngô Dương Lý Hồ Đinh Mai Tạ Trịnh Vương Phùng Lương",
    ),
    _tongue(
        "id",
        "Latn",
        "Siti Bambang Dewi Agus Ratna Budi Wulan Hendra Kartika Joko Ningsih Rizky Sari Taufik Yuni Wayan Putu Made Lestari "
        "Arief",
        "Hartono Wijaya Kusuma Simanjuntak Siregar Pranata Sudirja Nasution Rahardjo Lumban Tanjung Setyawati Purnama "
        "Hidayat Saputra Manurung Anggraini Situmorang Gunawan Permata",
    ),
    _tongue(
        "tl",
        "Latn",
        "Maricel Jomar Luzviminda Arnel Rowena Efren Jocelyn Danilo Analyn Rodel Imelda Crisanto Marites Nestor Ligaya "
        "Bayani Divina Renato Corazon Dante",
        "Magsaysay Dimaculangan Batungbakal Catacutan Dalisay Macaraeg Panganiban Sumulong Manalastas Bautista Lacsamana "
        "Tolentino Magbanua Dimaandal Pagkalinawan Salonga Gatdula Lakandula Matapang Silang",
    ),
    _tongue(
        "sw",
        "Latn",
        "Wanjirũ Juma Neema Baraka Zawadi Kamau Amani Achieng Mwangi Furaha Otieno Subira Rehema Kito Asha Hamisi Nuru "
        "Tumaini Imani Jabari",
        "Mbatia Mwinyi Odhiambo Kiprono Mushi Wekesa Nyambura Kilonzo Mrema Chacha Njoroge Okello Massawe Barasa Cheruiyot "
        "Mwakasege Ndegwa Shayo Auma Kimaro",
    ),
    _tongue(
        "rw",
        "Latn",
        "Espérance Jean-Bosco Immaculée Célestin Clémentine Innocent Vestine Théogène Chantal Faustin Odette Emmanuel "
        "Jeanne_d’Arc Dieudonné Solange Aloys Béatrice Gaspard Médiatrice Sylvestre",
        "Mukamana Habimana Uwimana Nsengiyumva Mutesi Ndayisaba Ingabire Bizimana Nyirahabineza Rugamba Umutoni Hakizimana "
        "Kayitesi Munyaneza Iradukunda Twagirayezu Niyonsaba Gasana Mukeshimana Sibomana",
    ),
    _tongue(
        "yo",
        "Latn",
        "Adébáyọ̀ Fúnmiláyọ̀ Olúwaṣeun Ngozi Chinedu Ìfẹ́olúwa Aminata Kwabena Akosua Babatunde Ọmọ́lará Emeka Yetunde Kofi "
        "Adaeze Ṣẹ́gun Efua Ibrahima Temitope Uchenna",
        "Okafor Adéyẹmí Ọláníyan Mensah Nwachukwu Boateng Ògúnlẹ́yẹ Eze Asante Okonjo Balogun Ọbáfẹ́mi Owusu Nnamdi "
        "Adébọ̀wálé Agyeman Ikenna Olátúnjí Ankrah Onyekachi",
    ),
    _tongue(
        "zu",
        "Latn",
        "Thandiwe Sipho Nomvula Mandla Zanele Bheki Lindiwe Themba Nokuthula Vusi Busisiwe Jabulani Ayanda Sibusiso "
        "Nombuso Musa Khanyi Dumisani Precious Lwazi",
        "Khumalo Dlamini Nkosi Mthembu Zwane Ndlovu Buthelezi Mabaso Shabalala Ngcobo Sithole Mkhize Gumede Cele Hadebe "
        "Ntuli Zungu Mokoena Phiri Banda",
    ),
    _tongue(
        "fj",
        "Latn",
        "Litia Ratu_Semi Mere Tevita Salote Hēmi Ana Viliame Sina Tama Kalesi Isoa Lupe Fetu Seini Apakuki Moana Wiremu "
        "Vasiti Jone",
        "Waqanivalu Ruatapu Tuilagi Fonoti Cakobau Māhina Tupou Koroi Naivalu Taufa Ngata Rokovada Leota Parata Vunipola "
        "Seruvatu Tāwhiri Kaupa Baleiwai Faleolo",
    ),
    _tongue(
        "ru",
        "Cyrl",
        "Анна=Anna Дмитрий=Dmitri Ольга=Olga Сергей=Sergei Людмила=Lyudmila Павел=Pavel Вера=Vera Игорь=Igor "
        "Наталья=Natalya Алексей=Alexei Зоя=Zoya Михаил=Mikhail Ирина=Irina Пётр=Pyotr Лидия=Lidia Юрий=Yuri "
        "Тамара=Tamara Фёдор=Fyodor Раиса=Raisa Глеб=Gleb",
        "Воронцова=Vorontsova Ясенев=Yasenev Журавль=Zhuravl Рябинина=Ryabinina Щукин=Shchukin Снегирёв=Snegiryov "
        "Полянская=Polyanskaya Белозёров=Belozyorov Чайкина=Chaikina Ольховский=Olkhovsky Мельник=Melnik Ежова=Yezhova "
        "Крылатов=Krylatov Лугина=Lugina Тихомиров=Tikhomirov Удальцова=Udaltsova Шубин=Shubin Хлебников=Khlebnikov "
        "Цветкова=Tsvetkova Быстров=Bystrov",
    ),
    _tongue(
        "uk",
        "Cyrl",
        "Оксана=Oksana Тарас=Taras Соломія=Solomiia Богдан=Bohdan Ярина=Yaryna Остап=Ostap Леся=Lesia Юрко=Yurko "
        "Світлана=Svitlana Андрій=Andrii Галина=Halyna Ігор=Ihor Мар’яна=Mariana Віктор=Viktor Надія=Nadiia Єгор=Yehor "
        "Ганна=Hanna Роман=Roman Зоряна=Zoriana Левко=Levko",
        "Калинюк=Kalyniuk Журба=Zhurba Вишневська=Vyshnevska Ґудзь=Gudz Яремчук=Yaremchuk Соловей=Solovei Їжакевич="
        "Yizhakevych Степовий=Stepovyi Криниця=Krynytsia Дубровська=Dubrovska Щербань=Shcherban Лебідь=Lebid "
        "Наріжний=Narizhnyi Пасічник=Pasichnyk Мороз=Moroz Верба=Verba Колодій=Kolodii Тополя=Topolia Гай=Hai Ярош=Yarosh",
    ),
    _tongue(
        "ky",
        "Cyrl",
        "Айгүл=Aigul Бакыт=Bakyt Гүлнара=Gulnara Нурбек=Nurbek Жылдыз=Zhyldyz Эркин=Erkin Айнура=Ainura Темир=Temir "
        "Бермет=Bermet Азамат=Azamat Чынара=Chynara Улан=Ulan Мээрим=Meerim Талант=Talant Сайкал=Saikal Өмүрбек=Omurbek "
        "Назгүл=Nazgul Данияр=Daniyar Асель=Asel Кубат=Kubat",
        "Сатыбалдиева=Satybaldieva Токтогулов=Toktogulov Жээнбекова=Zheenbekova Осмонов=Osmonov Карыпбаева=Karypbaeva "
        "Ибраимов=Ibraimov Мамбетова=Mambetova Асанов=Asanov Бейшеналиева=Beishenalieva Чоюнов=Choiunov Турдубаева="
        "Turdubaeva Кыдыров=Kydyrov Алымкулова=Alymkulova Эсенгулов=Esengulov Жапарова=Zhaparova Молдокулов=Moldokulov "
        "Орозбекова=Orozbekova Шаршенов=Sharshenov Ниязова=Niyazova Үсөнов=Usonov",
    ),
    _tongue(
        "sr",
        "Cyrl",
        "Љубица=Ljubica Ђорђе=Đorđe Милица=Milica Жељко=Željko Снежана=Snežana Немања=Nemanja Јасна=Jasna Душан=Dušan "
        "Весна=Vesna Бранко=Branko Наташа=Nataša Стеван=Stevan Ивана=Ivana Мирослав=Miroslav Зорица=Zorica Лазар=Lazar "
        "Тијана=Tijana Чедомир=Čedomir Гордана=Gordana Војин=Vojin",
        "Петковић=Petković Јовановска=Jovanovska Ћирић=Ćirić Вукашин=Vukašin Њежић=Nježić Станојчић=Stanojčić "
        "Љубисављевић=Ljubisavljević Ђурђевић=Đurđević Жикић=Žikić Миленковић=Milenković Радуновић=Radunović Савић=Savić "
        "Тодоровска=Todorovska Цветић=Cvetić Џамић=Džamić Шарић=Šarić Бојовић=Bojović Гајић=Gajić Ерић=Erić Зечевић=Zečević",
    ),
    _tongue(
        "ar",
        "Arab",
        "ريم=Reem جورج=Georges سلمى=Salma يوسف=Youssef ليلى=Leila عمر=Omar نور=Noor خالد=Khaled هدى=Huda سامي=Sami "
        "رنا=Rana طارق=Tarek مريم=Maryam حسن=Hassan دعاء=Duaa كريم=Karim زينب=Zeinab وليد=Walid أمل=Amal ياسين=Yassine",
        "الخطيب=Al-Khatib نعمة=Nehme الصباغ=Sabbagh بنعلي=Benali الحداد=Haddad قاسم=Qasem العطار=Al-Attar منصور=Mansour "
        "الزهراني=Zahrani شاهين=Shahin البيطار=Bitar درويش=Darwish الطيب=Al-Tayeb النجار=Najjar سليمان=Suleiman "
        "المرزوقي=Marzouki فارس=Fares العلوي=Alaoui حمدان=Hamdan الشريف=Sharif",
    ),
    _tongue(
        "fa",
        "Arab",
        "فرید=Farid نیلوفر=Niloufar آرش=Arash پریسا=Parisa کاوه=Kaveh شیرین=Shirin بهرام=Bahram گلناز=Golnaz سیاوش=Siavash "
        "مینا=Mina ژاله=Jaleh نوید=Navid لیلا=Leila چمن=Chaman رستم=Rostam پروین=Parvin احمد=Ahmad زهرا=Zahra جاوید=Javid "
        "ثریا=Soraya",
        "حیدری=Haidari رحمانی=Rahmani کریمی=Karimi نوری=Noori احمدزی=Ahmadzai گیلانی=Gilani پژمان=Pejman تهرانی=Tehrani "
        "صفوی=Safavi یوسفزی=Yousafzai شیرزاد=Shirzad بهشتی=Beheshti فرهادی=Farhadi کوهستانی=Kohistani نجفی=Najafi "
        "درخشان=Derakhshan هروی=Herawi جمالی=Jamali وفا=Wafa سروری=Sarwari",
    ),
    _tongue(
        "ur",
        "Arab",
        "ثنا=Sana عمران=Imran عائشہ=Ayesha بلال=Bilal فرح=Farah حمزہ=Hamza کنول=Kanwal دانش=Danish مہوش=Mehwish فیصل=Faisal "
        "نادیہ=Nadia زین=Zain صبا=Saba عدنان=Adnan روبینہ=Rubina شہزاد=Shehzad گلشن=Gulshan جنید=Junaid لبنیٰ=Lubna یاسر=Yasir",
        "قریشی=Qureshi چوہدری=Chaudhry ملک=Malik بٹ=Butt خٹک=Khattak بلوچ=Baloch راجپوت=Rajput شیخ=Sheikh ڈار=Dar بھٹی=Bhatti "
        "مینگل=Mengal سومرو=Soomro آفریدی=Afridi گوندل=Gondal نیازی=Niazi کھوسہ=Khosa لغاری=Leghari مرزا=Mirza وڑائچ=Warraich "
        "ہاشمی=Hashmi",
    ),
    _tongue(
        "he",
        "Hebr",
        "נועה=Noa איתן=Eitan תמר=Tamar יונתן=Yonatan שירה=Shira אורי=Uri מיכל=Michal דוד=David רחל=Rachel אבנר=Avner "
        "יעל=Yael גיל=Gil הדס=Hadas עמוס=Amos רות=Ruth ניר=Nir דנה=Dana אלון=Alon ליאת=Liat זאב=Zeev",
        "אלמוג=Almog בן-חיים=Ben-Haim כרמי=Carmi דגן=Dagan הררי=Harari ורד=Vered זמיר=Zamir טל=Tal יערי=Yaari לביא=Lavi "
        "נוי=Noy סלע=Sela עופר=Ofer פלג=Peleg צור=Tzur קשת=Keshet רימון=Rimon שקד=Shaked תבור=Tavor ארז=Erez",
    ),
    _tongue(
        "hi",
        "Deva",
        "प्रिया=Priya अर्जुन=Arjun सुनीता=Sunita विकास=Vikas मीरा=Meera राजेश=Rajesh कविता=Kavita अमित=Amit अंजलि=Anjali "
        "संजय=Sanjay रेखा=Rekha दीपक=Deepak गीता=Geeta मनोज=Manoj लक्ष्मी=Lakshmi रोहन=Rohan उषा=Usha किरण=Kiran नेहा=Neha "
        "हरीश=Harish",
        "शर्मा=Sharma संधू=Sandhu वर्मा=Verma मिश्रा=Mishra चौहान=Chauhan जोशी=Joshi ठाकुर=Thakur यादव=Yadav नायर=Nair "
        "देशपांडे=Deshpande पटेल=Patel रेड्डी=Reddy भट्ट=Bhatt गुप्ता=Gupta कुलकर्णी=Kulkarni त्रिपाठी=Tripathi सक्सेना=Saxena "
        "मेहता=Mehta पांडेय=Pandey राठौर=Rathore",
    ),
    _tongue(
        "ne",
        "Deva",
        "सरिता=Sarita बिमल=Bimal पेमा=Pema कृष्ण=Krishna मञ्जु=Manju दोर्जे=Dorje शान्ति=Shanti प्रकाश=Prakash निर्मला=Nirmala "
        "राम=Ram सुजाता=Sujata गोपाल=Gopal यशोधा=Yashodha तेन्जिङ=Tenzing इन्दिरा=Indira भीम=Bhim रमा=Rama हरि=Hari लाक्पा=Lakpa "
        "देवी=Devi",
        "थापा=Thapa गुरुङ=Gurung शेर्पा=Sherpa अधिकारी=Adhikari तामाङ=Tamang राई=Rai भट्टराई=Bhattarai लामा=Lama कोइराला=Koirala "
        "मगर=Magar श्रेष्ठ=Shrestha पौडेल=Poudel लिम्बू=Limbu खड्का=Khadka न्यौपाने=Neupane बस्नेत=Basnet ढकाल=Dhakal चौधरी="
        "Chaudhary रिजाल=Rijal बराल=Baral",
    ),
    _tongue(
        "bn",
        "Beng",
        "ফারহানা=Farhana রফিক=Rafiq সুমাইয়া=Sumaiya তানভীর=Tanvir নাসরিন=Nasrin অনির্বাণ=Anirban শর্মিলা=Sharmila জাহিদ=Zahid "
        "মৌসুমী=Mousumi কামাল=Kamal রুমানা=Rumana সৌরভ=Sourav লাবণ্য=Labanya ইমতিয়াজ=Imtiaz তাসনিম=Tasnim বিপ্লব=Biplob "
        "দীপা=Dipa আরিফ=Arif সাবিনা=Sabina হাবিব=Habib",
        "ইসলাম=Islam চৌধুরী=Chowdhury রহমান=Rahman সেন=Sen আক্তার=Akter ঘোষ=Ghosh হোসেন=Hossain মুখার্জি=Mukherjee খাতুন=Khatun "
        "দাস=Das সরকার=Sarkar বিশ্বাস=Biswas মজুমদার=Majumder তালুকদার=Talukder পাল=Pal আহমেদ=Ahmed সাহা=Saha ভট্টাচার্য="
        "Bhattacharya মণ্ডল=Mondal কবির=Kabir",
    ),
    _tongue(
        "ta",
        "Taml",
        "மாலதி=Malathi சிவா=Siva கலா=Kala முருகன்=Murugan நிலா=Nila குமார்=Kumar தமிழ்=Thamizh ராஜா=Raja வாணி=Vani செல்வம்=Selvam "
        "அருள்=Arul தேவி=Devi பாலா=Bala இனியா=Iniya கண்ணன்=Kannan ரதி=Rathi வேலன்=Velan யாழினி=Yazhini மணி=Mani சுதா=Sudha",
        "நடராஜன்=Natarajan சுப்ரமணியம்=Subramaniam ராமநாதன்=Ramanathan இளங்கோ=Ilango பாண்டியன்=Pandian சேகர்=Sekar மாணிக்கம்="
        "Manickam கந்தசாமி=Kandasamy தங்கராஜ்=Thangaraj வேலாயுதம்=Velayutham பொன்னம்பலம்=Ponnambalam சண்முகம்=Shanmugam "
        "கணேசன்=Ganesan ஆறுமுகம்=Arumugam முத்து=Muthu ராஜரத்தினம்=Rajaratnam சிவலிங்கம்=Sivalingam பழனி=Palani நாதன்=Nathan "
        "குணா=Guna",
    ),
    _tongue(
        "th",
        "Thai",
        "สมชาย=Somchai มาลี=Malee ณัฐ=Nat กมล=Kamon ปรีชา=Preecha อรุณ=Arun สุดา=Suda วิชัย=Wichai พิมพ์=Pim ธนา=Thana "
        "รัตนา=Rattana ชาติ=Chat นภา=Napha บุญมี=Bunmi ดารา=Dara ศักดิ์=Sak จันทร์=Chan อำนาจ=Amnat วรรณา=Wanna ไพลิน=Phailin",
        "ศรีสุข=Srisuk วงศ์ทอง=Wongthong บุญเรือง=Bunrueang แก้วมณี=Kaewmanee ทองคำ=Thongkham พงษ์ไพร=Phongphrai จันทร์เพ็ญ=Chanphen "
        "สายชล=Saichon อินทรา=Inthra ใจดี=Chaidee ชัยมงคล=Chaimongkhon ดวงดี=Duangdee นาคสวัสดิ์=Naksawat ปัญญา=Panya ภูผา=Phupha "
        "รุ่งเรือง=Rungrueang สุวรรณ=Suwan หอมหวล=Homhuan อุดม=Udom เพชรดี=Phetdee",
    ),
    _tongue(
        "km",
        "Khmr",
        "ដារា=Dara សុភា=Sophea វណ្ណា=Vanna ចន្ថា=Chantha ពិសី=Pisey សំណាង=Samnang បុប្ផា=Bopha រតនា=Ratana មករា=Makara សុខា=Sokha "
        "ធីតា=Thida វុទ្ធី=Vuthy កល្យាណ=Kalyan បូរី=Borey លីដា=Lida ពេជ្រ=Pich ស្រីមុំ=Sreymom រិទ្ធី=Rithy មាលា=Mealea វិចិត្រ=Vichet",
        "សុខ=Sok ចាន់=Chan កែវ=Keo ហេង=Heng លឹម=Lim មាស=Meas នួន=Nuon ឈឹម=Chhim ផាន់=Phan ទេព=Tep អ៊ុក=Ouk សៀង=Sieng វង្ស=Vong "
        "យស=Yos ឡុង=Long ប្រាក់=Prak នៅ=Nov ស៊ុន=Sun រស់=Ros ខៀវ=Khiev",
    ),
    _tongue(
        "ko",
        "Hang",
        "유진=Yu-jin 민준=Min-jun 서연=Seo-yeon 지훈=Ji-hun 하은=Ha-eun 도윤=Do-yun 수아=Su-a 현우=Hyeon-u 예린=Ye-rin 준서=Jun-seo "
        "은지=Eun-ji 태현=Tae-hyeon 소영=So-yeong 성민=Seong-min 나래=Na-rae 진호=Jin-ho 보라=Bo-ra 영수=Yeong-su 미경=Mi-gyeong "
        "동하=Dong-ha",
        "서=Seo 김=Kim 이=Lee 박=Park 최=Choi 정=Jung 강=Kang 조=Cho 윤=Yoon 장=Jang 임=Lim 한=Han 오=Oh 신=Shin 권=Kwon 황=Hwang "
        "안=Ahn 송=Song 류=Ryu 홍=Hong",
    ),
    _tongue(
        "ja",
        "Jpan",
        "直子=Naoko 健太=Kenta 美咲=Misaki 大輔=Daisuke 由美=Yumi 翔太=Shota 恵子=Keiko 拓也=Takuya 千尋=Chihiro 誠=Makoto 明日香=Asuka "
        "浩=Hiroshi 真理=Mari 悠人=Yuto 和子=Kazuko 亮=Ryo 花=Hana 修=Osamu 菜々=Nana 隆=Takashi",
        "林=Hayashi 佐藤=Sato 鈴木=Suzuki 高橋=Takahashi 田中=Tanaka 渡辺=Watanabe 小林=Kobayashi 山田=Yamada 石川=Ishikawa 森=Mori "
        "清水=Shimizu 池田=Ikeda 橋本=Hashimoto 藤井=Fujii 岡本=Okamoto 松田=Matsuda 原=Hara 野口=Noguchi 上田=Ueda 村上=Murakami",
    ),
    _tongue(
        "zh",
        "Hans",
        "美玲=Meiling 建国=Jianguo 晓明=Xiaoming 丽华=Lihua 志强=Zhiqiang 雨晴=Yuqing 海涛=Haitao 秀英=Xiuying 文博=Wenbo 静怡=Jingyi "
        "伟东=Weidong 春梅=Chunmei 浩然=Haoran 淑芬=Shufen 子轩=Zixuan 慧敏=Huimin 国栋=Guodong 月娥=Yue’e 家豪=Jiahao 思远=Siyuan",
        "王=Wang 李=Li 张=Zhang 刘=Liu 陈=Chen 杨=Yang 黄=Huang 赵=Zhao 吴=Wu 周=Zhou 徐=Xu 孙=Sun 马=Ma 朱=Zhu 胡=Hu 郭=Guo 何=He "
        "高=Gao 罗=Luo 郑=Zheng",
    ),
    _tongue(
        "am",
        "Ethi",
        "ትዕግስት=Tigist ዳዊት=Dawit ሰላም=Selam ኃይሌ=Haile ብርቱካን=Birtukan ተስፋዬ=Tesfaye ሄለን=Helen ዮናስ=Yonas ማርታ=Marta ገብረ=Gebre "
        "አስቴር=Aster ሙሉጌታ=Mulugeta ፀሐይ=Tsehay በቀለ=Bekele ራሔል=Rahel ካሳ=Kassa ዘነበች=Zenebech አበበ=Abebe ሕይወት=Hiwot ግርማ=Girma",
        "አለሙ=Alemu ታደሰ=Tadesse ከበደ=Kebede ወልደ=Wolde መንግስቱ=Mengistu ደስታ=Desta ሀብቴ=Habte ጌታቸው=Getachew ነጋሽ=Negash ወርቁ=Worku "
        "አየለ=Ayele ፍቃዱ=Fikadu ሽፈራው=Shiferaw ሞላ=Molla በላይ=Belay ዘውዴ=Zewde ለማ=Lemma ጥላሁን=Tilahun ኪዳኔ=Kidane አሰፋ=Assefa",
    ),
    _tongue(
        "ka",
        "Geor",
        "ნინო=Nino გიორგი=Giorgi თამარ=Tamar ლევან=Levan მარიამ=Mariam დავით=Davit ქეთევან=Ketevan ირაკლი=Irakli ეკა=Eka ზურაბ=Zurab "
        "ლელა=Lela ვახტანგ=Vakhtang ანა=Ana შოთა=Shota მაია=Maia ნიკა=Nika ხათუნა=Khatuna ბესო=Beso ნათია=Natia გელა=Gela",
        "ბერიძე=Beridze მაისურაძე=Maisuradze კაპანაძე=Kapanadze ლომიძე=Lomidze გელაშვილი=Gelashvili წიკლაური=Tsiklauri ხარაძე="
        "Kharadze ჯაფარიძე=Japaridze ნოზაძე=Nozadze მჭედლიშვილი=Mchedlishvili აბაშიძე=Abashidze კვარაცხელია=Kvaratskhelia "
        "დოლიძე=Dolidze ფიფია=Pipia შენგელია=Shengelia ჩხეიძე=Chkheidze თოფურია=Topuria ყიფიანი=Kipiani ღოღობერიძე=Ghoghoberidze "
        "სულავა=Sulava",
    ),
    _tongue(
        "hy",
        "Armn",
        "Անի=Ani Արամ=Aram Նարե=Nare Տիգրան=Tigran Լուսինե=Lusine Վահան=Vahan Մարիամ=Mariam Հայկ=Hayk Սոնա=Sona Գևորգ=Gevorg "
        "Աստղիկ=Astghik Դավիթ=Davit Շուշան=Shushan Արմեն=Armen Զարուհի=Zaruhi Ռուբեն=Ruben Գայանե=Gayane Սարգիս=Sargis "
        "Էլեն=Elen Կարեն=Karen",
        "Պետրոսյան=Petrosyan Հակոբյան=Hakobyan Սարոյան=Saroyan Մկրտչյան=Mkrtchyan Ղազարյան=Ghazaryan Ավետիսյան=Avetisyan "
        "Գրիգորյան=Grigoryan Խաչատուրյան=Khachaturyan Բաղդասարյան=Baghdasaryan Նազարյան=Nazaryan Զաքարյան=Zakaryan Թադևոսյան="
        "Tadevosyan Մանուկյան=Manukyan Օհանյան=Ohanyan Վարդանյան=Vardanyan Ստեփանյան=Stepanyan Այվազյան=Ayvazyan Դավթյան="
        "Davtyan Եղիազարյան=Yeghiazaryan Քոչարյան=Kocharyan",
    ),
    _tongue(
        "el",
        "Grek",
        "Ελένη=Eleni Γιώργος=Giorgos Μαρία=Maria Νίκος=Nikos Σοφία=Sofia Δημήτρης=Dimitris Άννα=Anna Κώστας=Kostas Ειρήνη=Eirini "
        "Παύλος=Pavlos Θάλεια=Thaleia Ηλίας=Ilias Χρυσούλα=Chrysoula Ξένια=Xenia Φώτης=Fotis Ιωάννα=Ioanna Άγγελος=Angelos "
        "Ρένα=Rena Στέλιος=Stelios Ζωή=Zoi",
        "Παπαδάκη=Papadaki Αλεξίου=Alexiou Βασιλείου=Vasileiou Γεωργιάδης=Georgiadis Δημητρίου=Dimitriou Ευαγγέλου=Evangelou "
        "Ζαφειρίου=Zafeiriou Ηλιόπουλος=Iliopoulos Θεοδώρου=Theodorou Ιωαννίδη=Ioannidi Καραμήτρου=Karamitrou Λαμπράκης=Lamprakis "
        "Μαυρίδη=Mavridi Νικολάου=Nikolaou Ξενάκης=Xenakis Οικονόμου=Oikonomou Πετρίδη=Petridi Ραφτοπούλου=Raftopoulou "
        "Σταυρίδης=Stavridis Χατζή=Chatzi",
    ),
)
TONGUES: dict[str, Tongue] = {tongue.tag: tongue for tongue in _ALL}
