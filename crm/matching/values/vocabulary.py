"""Words that many organisations have in their names, in the languages of the United Nations and Portuguese.

Each line is one meaning and the words for it; names are compared by meanings, so that a translated name is known again.
Words are written in their own script and folded when they are read; Arabic ones without their article.
"""
# ruff: noqa: RUF001 - letters of other alphabets that look like Latin ones are meant here

from typing import Final

#: What an organisation is: says little about which one.
STRUCTURES: Final = """
association: association associations assoc assn asociacion associacao associazione verein جمعية رابطة ассоциация 协会
organization: organization organisation organizations organisations org organizacion organizacao organizzazione organizacja منظمة организация 组织
foundation: foundation fdn fndn fundacion fundacao fondation fondazione stiftung stichting stiftelsen مؤسسة фонд 基金会
trust: trust
fund: fund fondo fonds fundo صندوق
network: network networks net red reseau rede rete netzwerk netwerk nettverk شبكة сеть 网络
centre: center centre centers centres centro ctr centrum zentrum مركز центр 中心
institute: institute institution institut instituto istituto inst instituut معهد институт 研究所 学院
society: society sociedad societe sociedade societa gesellschaft soc общество 学会
committee: committee comite comissao comision commission comitato komitee لجنة комитет комиссия 委员会
council: council consejo conseil conselho consiglio rat مجلس совет 理事会
union: union uniao unione اتحاد союз 联合会
federation: federation fed federacion federacao federazione fed federatie فدرالية федерация 联合会
confederation: confederation confederacion confederacao конфедерация
forum: forum fora foro منتدى форум 论坛
group: group groups grupo groupe gruppe gruppo مجموعة группа 小组
coalition: coalition coalicion coalizao ائتلاف تحالف коалиция
alliance: alliance alianza alianca allianz альянс 联盟
movement: movement movimiento mouvement movimento bewegung حركة движение 运动
initiative: initiative iniciativa مبادرة инициатива
project: project projects proyecto projet projeto projekt مشروع проект 项目
programme: program programme programa برنامج программа
campaign: campaign campana campagne campanha حملة кампания 运动
league: league liga ligue лига 同盟
platform: platform plataforma plateforme منصة платформа
agency: agency agencia agence agenzia وكالة агентство
office: office oficina bureau escritorio مكتب бюро 办公室
secretariat: secretariat secretaria secretariado
club: club clube نادي клуб
collective: collective colectivo colectiva collectif coletivo
partnership: partnership partners partner asociados partenariat parceria
service: service services servicio servicios servico servicos servizio خدمات служба
action: action accion acao azione aktion عمل действие 行动
support: support apoyo appui soutien apoio دعم поддержка
international: international intl internacional internationale internationaux internazionale internationaal دولية دولي международный международная международное 国际
national: national nacional nationale nationaal وطنية وطني национальный национальная 全国 国家
global: global mundial mondial mondiale عالمي всемирный глобальный 全球
world: world mundo monde всемирная 世界
regional: regional regionale إقليمي региональный
general: general generale
united: united unida unidas uni unies unidos متحدة объединенные 联合
friends: friends amigos amis друзья أصدقاء
members: members miembros membres
working: working
solidarity: solidarity solidaridad solidarite solidariedade تضامن солидарность 团结
"""
#: What organisations work on or for: many share it, and yet it tells two apart.
TOPICS: Final = """
human: human humanos humano humana humanas humain humains humaine humaines إنسان человека 人
rights: right rights derecho derechos droit droits direito direitos diritti حقوق право права правам прав 权利
women: women woman mujer mujeres femme femmes mulher mulheres donne frauen womens نساء نسائية مرأة женщин женщины женский женская 妇女 女性
men: men hombres hommes homens
youth: youth joven jovenes juventud jeune jeunes jeunesse jovem jovens juventude giovani jugend شباب молодежь молодежи молодежный 青年
children: child children nino ninos ninas infancia enfant enfants enfance crianca criancas kinder bambini طفل أطفال дети детей ребенка 儿童
girls: girl girls ninas filles meninas فتيات девочек
peace: peace paz paix pace frieden سلام мир мира 和平
justice: justice justicia justica giustizia عدالة справедливость правосудие 正义
democracy: democracy democratic democracia democratie democratique democratico ديمقراطية демократия 民主
freedom: freedom liberty libertad libertades liberte libertes liberdade حرية свобода 自由
law: law laws legal ley juridica juridico juridique juristes juridicos lei قانون قانونية юридическая юридический закон 法律
lawyers: lawyer lawyers abogados abogadas avocats advogados محامين юристов адвокатов 律师
jurists: jurist jurists juristas juristes حقوقيين юристы
health: health salud sante saude gesundheit صحة صحي здоровье здоровья 健康 卫生
medical: medical medico medica medicale طبية медицинский
doctors: doctor doctors physician physicians medicos medecin medecins أطباء врачи врачей 医生
nurses: nurse nurses enfermeras infirmiers enfermeiros
without: without sin sans sem senza ohne بلا без 无
borders: border borders frontier frontiers frontera fronteras frontiere frontieres fronteiras حدود границ 国界
education: education educational educacion educativo educatif educacao تعليم تربية образование 教育
school: school schools escuela escuelas ecole ecoles escola مدرسة школа 学校
development: development dev desarrollo developpement desenvolvimento sviluppo entwicklung تنمية развитие развития 发展
environment: environment environmental medioambiente medio ambiente ambiental environnement بيئة окружающей 环境
climate: climate clima climat climatico climatique مناخ климат 气候
nature: nature naturaleza natureza طبيعة природа 自然
water: water agua eau مياه вода 水
food: food alimentacion alimentation غذاء 粮食
nuclear: nuclear nucleares nucleaire nucleaires نووي نووية ядерный ядерное ядерного 核
weapons: weapon weapons arms arma armas arme armes أسلحة оружие оружия 武器
disarmament: disarmament desarme desarmement desarmamento abrustung نزع разоружение 裁军
war: war guerra guerre krieg حرب война войны 战争
violence: violence violencia عنف насилие 暴力
security: security seguridad securite seguranca أمن безопасность 安全
research: research investigacion investigaciones recherche recherches pesquisa بحوث أبحاث исследования исследований 研究
studies: study studies estudio estudios etude etudes estudos دراسات изучения
policy: policy policies politica politicas politique politiques سياسات политика 政策
science: science sciences scientific ciencia ciencias scientifique علوم наука наук 科学
technology: technology technologies tecnologia technologie تكنولوجيا технологии 技术
culture: culture cultural cultura culturel culturelle ثقافة ثقافي культура 文化
media: media medios medias إعلام сми 媒体
press: press prensa presse imprensa صحافة пресса
journalists: journalist journalists periodistas journalistes jornalistas صحفيين журналистов 记者
workers: worker workers trabajadores travailleurs trabalhadores عمال трудящихся рабочих 工人
labour: labor labour laboral trabajo travail trabalho عمل труда 劳工
trade: trade sindical sindicato syndicat نقابة профсоюз 工会
students: student students estudiantes etudiants estudantes طلاب студентов 学生
teachers: teacher teachers maestros profesores enseignants professores معلمين учителей 教师
farmers: farmer farmers peasant peasants campesinos campesina paysans agricultores فلاحين фермеров 农民
community: community communities comunidad comunidades comunitario communaute communautaire comunidade مجتمع община 社区
people: people peoples pueblo pueblos peuple peuples povos شعب народ народов 人民
civil: civil civile مدني гражданский гражданское 公民
citizens: citizen citizens ciudadana ciudadano ciudadanos ciudadanas ciudadania citoyen citoyens cidadania مواطنين граждан
social: social sociale sociaux اجتماعي социальный 社会
public: public publica publico publique عامة общественный общественная 公共
economic: economic economico economique economia اقتصادي экономический 经济
refugees: refugee refugees refugiados refugies لاجئين беженцев 难民
migrants: migrant migrants migrantes مهاجرين мигрантов 移民
humanitarian: humanitarian humanitaria humanitaire humanitario إنسانية гуманитарный 人道
aid: aid ayuda aide ajuda مساعدة помощь помощи 援助
relief: relief socorro secours إغاثة
disability: disability disabilities disabled discapacidad handicap deficiencia إعاقة инвалидов 残疾
indigenous: indigenous indigenas indigena indigenes autochtones أصلية коренных 土著
christian: christian cristiana cristiano chretien chretienne crista مسيحي христианский
catholic: catholic catolica catolico catholique كاثوليكي католический
islamic: islamic muslim islamica islamique إسلامي исламский мусульман
church: church churches iglesia iglesias eglise eglises igreja كنيسة церковь 教会
defence: defense defence defenders defensa defensores defenseurs defesa دفاع защита защиты защите 保护
protection: protection proteccion protecao حماية охрана 保护
prevention: prevention prevencion prevencao وقاية предотвращение
victims: victim victims victimas victimes vitimas ضحايا жертв
survivors: survivor survivors sobrevivientes survivantes survivants sobreviventes ناجين ناجيات
memory: memory memoria memoire ذاكرة память мемориал
observatory: observatory observatorio observatoire مرصد обсерватория
monitor: monitor monitoring watch vigilancia surveillance мониторинг 观察
documentation: documentation documentacion documentacao توثيق документации
training: training capacitacion formacion formation formacao تدريب обучения
information: information informacion informacao معلومات информации 信息
history: history historia histoire تاريخ история
art: art arts arte artes فنون искусств
sport: sport sports deporte رياضة спорт
family: family families familia familias famille familles familiar أسرة семья семьи 家庭
rural: rural rurale
urban: urban urbano
red: rouge roja vermelha أحمر красный красного 红
cross: cross croix cruz صليب крест креста 十字
crescent: crescent croissant هلال полумесяц
green: green verde vert verte أخضر зеленый 绿色
parliament: parliament parliamentary parlamento parlamentarios parlement parlementaires برلمان برلمانيين парламент 议会
government: government govt gobierno gouvernement governo حكومة правительство 政府
ministry: ministry ministerio ministere وزارة министерство 部
university: university universidad universite universidade universita universitat universiteit uniwersytet univ جامعة университет 大学
hospital: hospital hopital hospitales مستشفى больница 医院
college: college colegio كلية колледж
museum: museum museo musee museu متحف музей 博物馆
library: library biblioteca bibliotheque مكتبة библиотека 图书馆
academy: academy academia academie akademie أكاديمية академия 科学院
bank: bank banco banque بنك банк 银行
city: city ciudad ville cidade مدينة город 市
state: state estado etat دولة государственный
clinic: clinic clinica clinique عيادة клиника
"""
#: A part of something larger: who has such a word and who has not are two.
UNITS: Final = """
branch chapter section seccion secao filial filiale sucursal office desk wing cell unit unite unidad unidade faculty
facultad faculte faculdade department departamento departement dept division laboratory laboratorio laboratoire lab
chair school college subsidiary affiliate region district province provincial state local county youth students
student alumni subcommittee taskforce commission secretariat delegation mission hospital press library museum
فرع قسم كلية факультет отделение филиал кафедра 学院 分会 系 部 医院
"""
#: Forms of law and words that lists put in or leave out.
FILLERS: Final = """
inc incorporated ltd limited llc llp plc gmbh ggmbh ev asbl aisbl vzw ivzw corp corporation sa sarl srl spa ac iap cic
cio ry oy ab as asa bv nv kft zs onlus aps odv ets pvt pty co ngo ngos ong ongs oing npo ngdo osc cso registered
reg rf ev e v sas sl cv scio coop the non profit nonprofit not for section501c3 501c3 nfp ооо нко
"""
#: Regions larger or smaller than countries, each with its words; a comma parts words of one meaning.
REGIONS: Final = """
africa: africa african africaine africain afrique africana africano afrikan afrika أفريقيا африки африканский 非洲
asia: asia asian asiatica asie asiatique آسيا азии 亚洲
europe: europe european europa europea europeo europeen europeenne europeu أوروبا европы европейский 欧洲
america: america american americas americana amerique americaine أمريكا америки 美洲
arab: arab arabic arabe عربي عربية арабский 阿拉伯
pacific: pacific pacifico pacifique тихоокеанский 太平洋
caribbean: caribbean caribe caraibes
mediterranean: mediterranean mediterraneo mediterranee
balkan: balkan balkans balcanes
nordic: nordic scandinavian
latin: latin latina latino latine latinoamericana latinoamericano
north: north northern norte nord شمال север
south: south southern sur sud sul جنوب юг
east: east eastern este est leste oriental شرق восток
west: west western oeste ouest occidental غرب запад
northeast: northeast northeastern noreste
northwest: northwest northwestern noroeste
southeast: southeast southeastern sudeste
southwest: southwest southwestern suroeste
central: central centrale وسط центральный
england: england english
scotland: scotland scottish
wales: wales welsh
catalonia: catalonia catalunya cataluna catalan
palestine: palestine palestinian palestina palestinien فلسطين палестины
kurdistan: kurdistan kurdish
"""
#: Belonging to a country, where the word cannot be worked out from the country's name.
DEMONYMS: Final = """
FR: french francaise francais francesa frances france
DE: german germans alemana aleman allemande allemand deutsche deutscher deutsches deutschland
GB: british britain uk
NL: dutch holland nederlandse nederland neerlandais
ES: spanish espanola espanol espagnol
CH: swiss suisse suiza schweizer schweizerische
GR: greek hellenic hellas
IE: irish
DK: danish danois dansk
SE: swedish svenska suedois
NO: norwegian norsk norges norvegien
FI: finnish suomen finlandais
PL: polish polski polska polonais
PT: portuguese portuguesa portugues
TR: turkish turkiye turk turc
TH: thai
PH: filipino filipina philippine filipinas
US: usa american us
CZ: czech tcheque checa
SK: slovak
HR: croatian croate
RU: russian russe rusa rossiyskaya rossiyskiy
CN: chinese chinois china
IQ: iraqi
IR: iranian
IL: israeli
JP: japanese japonais
KR: korean
LB: lebanese libanaise libanais libanesa
NP: nepali nepalese
PK: pakistani
BD: bangladeshi
SA: saudi
AE: uae emirates emirati
CI: ivorian ivoirienne ivoirien
BF: burkinabe
CD: congolese drc rdc congolaise congolais
MG: malagasy malgache
MX: mexican mexicana mexicano
PE: peruvian peruana peruano peruvienne
CL: chilean chilena chileno
AR: argentine argentinian argentina argentino
BR: brazilian brasileira brasileiro bresilien brasil
"""
#: Names of countries beyond those of the tables; a comma parts them.
FURTHER_NAMES: Final = """
US: united states of america, estados unidos de america
GB: gb, great britain, united kingdom, northern ireland, england and wales
CD: democratic republic of congo, democratic republic of the congo, dr congo, republique democratique du congo
CI: cote divoire, cote d ivoire, ivory coast
BA: bosnia, bosnia and herzegovina
CZ: czech republic
KR: south korea, republic of korea
TL: east timor
MK: macedonia
SZ: swaziland
MM: burma
CV: cape verde
LA: laos
SY: syria
RU: russian federation
VN: vietnam, viet nam
CF: central african republic
ZA: south africa, south african
SS: south sudan, south sudanese
NZ: new zealand, aotearoa
"""
#: Short forms of words.
SHORT_FORMS: Final = """
dept=department natl=national govt=government mgmt=management tech=technology sci=science hosp=hospital med=medical
acad=academy amer=american st=saint saint=saint ste=saint mt=mount ft=fort comm=committee coop=cooperative
co-op=cooperative envt=environment environ=environment devt=development educ=education dev=development
elem=elementary sch=school svcs=service svc=service ctrs=centre cntr=centre
"""
#: Words that stand for two.
DOUBLE: Final = """
人权=human rights
مدافعي=defence
правозащитный=human rights
правозащитная=human rights
droitshumains=human rights
menschenrechte=human rights
menschenrechts=human rights
mensenrechten=human rights
manskliga=human
"""
