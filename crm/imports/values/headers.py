"""How columns are called: headers of lists in several languages, compared folded."""

import re
from functools import lru_cache

from crm.core.text.folding import fold
from crm.imports.values.targets import COMBINED, Target
from crm.imports.values.words import ImportAs

_WORDS: dict[Target, str] = {
    Target.NAME: (
        "name|full name|fullname|names|signatory|signatories|signer|signed by|signatory name|name of signatory|person"
        "|display name|first and last name|first name and surname|name and surname|title of organisation|nombre"
        "|nombre completo|nombre y apellidos|nombre y apellido|nombres y apellidos|firmante|nombre del firmante"
        "|nom complet|nom et prenom|nom prenom|nom et prenoms|prenom et nom|noms|signataire|nom du signataire|nome"
        "|nome completo|nome e sobrenome|assinante|signatario|nome do signatario|vollstandiger name|unterzeichner"
        "|nome e cognome|publisher|contact name|الاسم|الاسم الكامل|الاسم واللقب|اسم الموقع|الموقّع|имя|фио"
        "|имя и фамилия|фамилия и имя|фамилия имя отчество|полное имя|подписант|姓名|名称|全名|签署人|签名人|签署者"
        "|名前|이름"
    ),
    Target.FIRST_NAME: (
        "first name|firstname|given name|given names|forename|first|nombres|primer nombre|nombre de pila|prenom"
        "|prenoms|primeiro nome|vorname|nome proprio|имя собственное|личное имя|الاسم الأول|الاسم الشخصي|名|名字"
    ),
    Target.LAST_NAME: (
        "last name|lastname|surname|family name|apellido|apellidos|nom de famille|nom|sobrenome|sobrenomes|apelido"
        "|nachname|familienname|cognome|фамилия|اسم العائلة|اللقب|الكنية|姓|姓氏"
    ),
    Target.ORGANIZATION: (
        "organization|organisation|org|organization name|organisation name|name of organization|name of organisation"
        "|name of the organisation|name of the organization|org name|company|employer|institution|affiliation|ngo"
        "|agency|entity|association|group|organizacion|nombre de la organizacion|entidad|institucion|afiliacion"
        "|asociacion|empresa|nom de l organisation|nom de la structure|structure|organisme|association organisme"
        "|societe|entreprise|etablissement|organizacao|nome da organizacao|instituicao|associacao|organisationsname"
        "|verein|firma|organizzazione|ente|associazione|member|member organisation|member organization|membre|المنظمة"
        "|اسم المنظمة|المؤسسة|الجمعية|الجهة|организация|название организации|наименование организации|учреждение|组织"
        "|机构|组织名称|机构名称|单位|单位名称|団体|단체"
    ),
    Target.ROLE: (
        "role|title|job title|position|function|occupation|profession|job|designation|post|capacity|cargo|puesto"
        "|funcion|ocupacion|profesion|titulo|fonction|poste|titre|qualite|metier|funcao|cargo profissional|profissao"
        "|funktion|beruf|ruolo|posizione|المنصب|الوظيفة|الصفة|المسمى الوظيفي|должность|профессия|роль|职位|职务|职称"
        "|职业"
    ),
    Target.EMAIL: (
        "email|e mail|mail|email address|e mail address|mail address|emails|contact email|correo|correo electronico"
        "|direccion de correo|direccion de correo electronico|email de contacto|courriel|mel|adresse mail"
        "|adresse email|adresse electronique|adresse e mail|adresse courriel|endereco de email|endereco de e mail"
        "|correio eletronico|e mail adresse|indirizzo email|البريد الإلكتروني|البريد|عنوان البريد الإلكتروني|الإيميل"
        "|إيميل|электронная почта|эл почта|почта|адрес электронной почты|имейл|мейл|邮箱|电子邮件|电子邮箱|邮件"
        "|邮件地址|邮箱地址"
    ),
    Target.PHONE: (
        "phone|telephone|tel|mobile|cell|cellphone|cell phone|mobile phone|phone number|telephone number"
        "|mobile number|phone no|tel no|whatsapp|whatsapp number|telefono|numero de telefono|telefono movil"
        "|telefono de contacto|movil|celular|numero de telephone|no de telephone|telephone portable|telephone mobile"
        "|portable|telefone|numero de telefone|telemovel|telefon|handy|cellulare|contact number|الهاتف|رقم الهاتف"
        "|الجوال|رقم الجوال|الموبايل|المحمول|واتساب|телефон|номер телефона|мобильный|мобильный телефон|тел|电话|手机"
        "|电话号码|手机号|手机号码|联系电话"
    ),
    Target.COUNTRY: (
        "country|countries|country of residence|country name|country code|nation|state or country"
        "|country or territory|pais|pais de residencia|paises|pays|pays de residence|land|paese|nazione"
        "|based in country|البلد|الدولة|بلد الإقامة|بلد|страна|страна проживания|государство|国家|所在国|国别"
        "|国家或地区|国家地区"
    ),
    Target.CITY: (
        "city|town|place|location|city town|ciudad|localidad|municipio|poblacion|ville|commune|localite|cidade|stadt"
        "|ort|citta|المدينة|مدينة|город|населенный пункт|城市|所在城市|市"
    ),
    Target.ADDRESS: (
        "postal"
        "|address|postal address|mailing address|street|street address|direccion|direccion postal|domicilio|adresse"
        "|adresse postale|endereco|endereco postal|morada|anschrift|indirizzo|العنوان|العنوان البريدي|адрес"
        "|почтовый адрес|地址|通讯地址|邮寄地址"
    ),
    Target.LANGUAGES: (
        "language|languages|preferred language|language of correspondence|lang|idioma|idiomas|idioma preferido|lengua"
        "|langue|langues|langue preferee|langue de correspondance|lingua|linguas|idioma de preferencia|sprache"
        "|sprachen|اللغة|اللغات|اللغة المفضلة|язык|языки|предпочитаемый язык|язык общения|语言|语种|首选语言"
    ),
    Target.WEBSITE: (
        "website|web site|web|url|homepage|web page|site|link|web address|sitio web|pagina web|site web|site internet"
        "|sitio|pagina|pagina na internet|webseite|sito|الموقع|الموقع الإلكتروني|موقع الويب|الرابط|сайт|веб сайт"
        "|ссылка|网站|网址|官网|链接|主页"
    ),
    Target.ORGANIZATION_TYPE: (
        "organisation type|organization type|type of organisation|type of organization|org type|kind|sector"
        "|tipo de organizacion|tipo|tipo de entidad|type d organisation|type de structure|categorie d organisation"
        "|tipo de organizacao|tipo de entidade|art der organisation|نوع المنظمة|نوع المؤسسة|نوع الجهة|тип организации"
        "|вид организации|组织类型|机构类型|单位性质"
    ),
    Target.ACRONYM: (
        "acronym|abbreviation|short name|abbr|initials|sigla|siglas|acronimo|abreviatura|sigle|acronyme|abreviation"
        "|kurzname|abkurzung|الاختصار|المختصر|الاسم المختصر|аббревиатура|сокращение|краткое название"
        "|сокращенное название|缩写|简称"
    ),
    Target.NATIVE_NAME: (
        "native name|local name|original name|name in own script|name in local language|name in original language"
        "|nombre original|nombre en idioma local|nom original|nom en langue locale|nom local|nome original"
        "|nome na lingua local|الاسم الأصلي|الاسم بالعربية|الاسم باللغة الأصلية|название на родном языке"
        "|имя на родном языке|оригинальное название|原名|本地名称|母语名称|中文名|中文名称"
    ),
    Target.ALIAS: (
        "further names"
        "|alias|aliases|also known as|aka|a k a|other name|other names|alternative name|alternate name|otros nombres"
        "|otro nombre|tambien conocido como|alias o apodo|autre nom|autres noms|connu aussi sous le nom|outro nome"
        "|outros nomes|tambem conhecido como|اسم آخر|أسماء أخرى|الاسم المستعار|другие названия|другое название"
        "|псевдоним|также известен как|别名|其他名称|曾用名"
    ),
    Target.PARENT: (
        "parent|parent organisation|parent organization|headquarters|head office|umbrella|branch of|chapter of"
        "|organizacion matriz|matriz|sede central|organizacion madre|maison mere|organisation mere|siege|filiale de"
        "|organizacao mae|organizacao matriz|sede|dachverband|المنظمة الأم|المقر الرئيسي|فرع من|головная организация"
        "|материнская организация|филиал|上级组织|母机构|总部|上级单位"
    ),
    Target.NETWORK: (
        "network|networks|member of|alliance|federation|coalition|red|redes|miembro de|alianza|federacion|coalicion"
        "|reseau|reseaux|membre de|alliance ou federation|rede|membro de|alianca|netzwerk|umbrella network|الشبكة"
        "|شبكة|عضو في|التحالف|الائتلاف|сеть|член сети|член|альянс|коалиция|网络|所属网络|联盟|成员组织"
    ),
    Target.MAIN_CONTACT: (
        "contact|contact person|main contact|focal point|contact name person|contacto|persona de contacto|punto focal"
        "|contacto principal|personne de contact|personne contact|point focal|contact principal|pessoa de contato"
        "|contato|ponto focal|ansprechpartner|contatto|representative|representante|representant|جهة الاتصال"
        "|الشخص المسؤول|نقطة الاتصال|المسؤول|контактное лицо|контакт|представитель|联系人|负责人|联络人"
    ),
    Target.FOUNDED: (
        "founded|year founded|established|year established|since|founding year|year of foundation|fundacion"
        "|ano de fundacion|fundada en|fundado en|fondee en|annee de creation|annee de fondation|fundada em"
        "|ano de fundacao|ano de criacao|سنة التأسيس|تاريخ التأسيس|год основания|основана|год создания|成立年份"
        "|成立时间|创立年份"
    ),
    Target.SIGNED_ON: (
        "signed on|date signed|signature date|date of signature|signed at|date|timestamp|time stamp|signed"
        "|date of signing|fecha|fecha de firma|fecha de la firma|firmado el|marca temporal|date de signature|signe le"
        "|horodateur|data|data de assinatura|data da assinatura|assinado em|carimbo de data hora|datum|zeitstempel"
        "|submitted at|submission date|created at|التاريخ|تاريخ التوقيع|طابع زمني|дата|дата подписания|дата подписи"
        "|отметка времени|日期|签署日期|签名日期|签署时间|提交时间|时间戳记"
    ),
    Target.SIGNED_AS: (
        "signed as|signing as|signature type|type of signatory|signatory type|as|type|individual or organisation"
        "|individual or organization|organisation or individual|on behalf of|sign as|firma como|tipo de firmante"
        "|persona u organizacion|en nombre de|signe en tant que|type de signataire|au nom de"
        "|particulier ou organisation|assina como|tipo de signatario|em nome de|يوقع بصفته|نوع الموقع|التوقيع باسم"
        "|тип подписанта|от имени|подписывает как|签署身份|签署类型|签署人类型|代表"
    ),
    Target.DISPLAY: (
        "display|display choice|display preference|public display|show as|shown as|how to display|list as|listed as"
        "|visibility|public listing|name display|publish|publish name|show my name|show name publicly|public"
        "|mostrar como|como mostrar|visibilidad|mostrar nombre|publicar nombre|aparecer como|affichage|afficher comme"
        "|afficher mon nom|visibilite|mention publique|exibicao|exibir como|mostrar nome|visibilidade|publicar nome"
        "|طريقة العرض|عرض الاسم|إظهار الاسم|الظهور|отображение|показывать как|показывать имя|видимость"
        "|публикация имени|显示方式|公开显示|显示|是否公开|公开方式"
    ),
    Target.PARTNER: (
        "partner|partner organisation|partner organization|brought by|collected by|referred by|referral|recruited by"
        "|source partner|via|invited by|socio|organizacion socia|aliado|traido por|recogido por|referido por"
        "|invitado por|partenaire|organisation partenaire|amene par|recueilli par|invite par|parceiro"
        "|organizacao parceira|trazido por|recolhido por|convidado por|الشريك|المنظمة الشريكة|عن طريق|بواسطة|партнер"
        "|партнерская организация|через кого|привлек|собрано|合作伙伴|合作方|推荐人|邀请方|来源伙伴"
    ),
    Target.TAGS: (
        "tags|tag|keywords|labels|etiquetas|palabras clave|temas|etiquettes|mots cles|themes|palavras chave"
        "|marcadores|schlagworte|category|categories|theme|topics|categoria|categorias|الوسوم|الكلمات المفتاحية|الفئة"
        "|التصنيف|теги|метки|ключевые слова|категория|标签|关键词|类别|分类"
    ),
    Target.NOTES: (
        "notes|note|comments|comment|remarks|message|observaciones|notas|nota|comentarios|comentario|mensaje"
        "|remarques|remarque|commentaires|commentaire|observations|observacoes|comentarios adicionais|mensagem"
        "|bemerkungen|ملاحظات|ملاحظة|تعليق|تعليقات|الرسالة|примечания|примечание|комментарий|комментарии|сообщение"
        "|备注|说明|留言|评论|注释"
    ),
    Target.OWN_ID: "crm id|identificador del crm",
    Target.EXTERNAL_ID: (
        "id|external id|record id|identifier|uuid|ref|reference|no|nr|number|member id|member number|partner id"
        "|response id|contact id|numero|identificador|referencia|identifiant|codigo|code|номер|идентификатор|код|编号"
        "|序号|标识|رقم|المعرف|الرقم|رقم التعريف"
    ),
}
#: Folded headers by what they become.
HEADERS = {target: frozenset(map(fold, line.split("|"))) for target, line in _WORDS.items()}

#: Whole words of a header that hint at a target, where the whole header is not known.
_HINT_WORDS: dict[Target, str] = {
    Target.EMAIL: "email mail courriel correo почта почты имейл البريد الإيميل",
    Target.PHONE: "phone telephone mobile whatsapp telefono telefone celular телефон телефона الهاتف الجوال",
    Target.COUNTRY: "country pais pays страна страны البلد الدولة",
    Target.CITY: "city ville ciudad cidade город المدينة",
    Target.WEBSITE: "website url сайт",
    Target.SIGNED_ON: "date fecha data signed дата التاريخ تاريخ",
    Target.ORGANIZATION: "organisation organization organizacion organizacao organisme ngo institution организация"
    " организации المنظمة المؤسسة",
    Target.NAME: "name nombre nome signatory signataire firmante имя фио подписант الاسم",
    Target.ROLE: "role position cargo fonction funcao должность المنصب الوظيفة",
    Target.LANGUAGES: "language langue idioma язык اللغة",
    Target.PARENT: "parent umbrella",
    Target.NETWORK: "network reseau",
    Target.ORGANIZATION_TYPE: "type",
    Target.FOUNDED: "founded established",
    Target.PARTNER: "partner partenaire socio parceiro партнер",
}
HINTS = {target: frozenset(map(fold, line.split())) for target, line in _HINT_WORDS.items()}
#: The same in a script without spaces between words: what stands anywhere in a header.
SIGNS: dict[Target, tuple[str, ...]] = {
    Target.EMAIL: ("邮箱", "电邮", "电子邮件"), Target.PHONE: ("电话", "手机"), Target.COUNTRY: ("国家", "国籍"),
    Target.CITY: ("城市",), Target.WEBSITE: ("网站", "网址"), Target.SIGNED_ON: ("日期", "时间"),
    Target.ORGANIZATION: ("机构", "组织", "单位"), Target.NAME: ("姓名", "名称"), Target.ROLE: ("职务", "职位"),
    Target.LANGUAGES: ("语言",),
}  # fmt: skip

#: What a header says in brackets, and how lists mark what is asked: "2. Your organisation (as it should appear) *:".
_REMARK = re.compile(r"\([^)]*\)|\uff08[^\uff09]*\uff09|\[[^]]*\]|[*:?\uff1a\uff1f]\s*$|[*?]")
_NUMBERING = re.compile(r"^\s*(?:q|question)?\s*\d{1,2}\s*[.):-]\s*", re.IGNORECASE)
_POLITE_WORDS = (
    "your my please enter write type what is the of signatory signer su tu votre notre seu sua ваш ваша ваше укажите"
    " optional required"
)
_POLITE = frozenset(map(fold, _POLITE_WORDS.split()))
_SIDES = re.compile(r"\s*[/|\n]\s*|\s+[-\u2013\u2014]\s+")
_TOGETHER = re.compile(
    r"\s*[,;/&+|\n\u060c\uff0c\u3001\u548c]\s*|\s+(?:and|y|et|e|und|и|و|with|con|avec|com)\s+|\s+[-\u2013\u2014]\s+"
)
_IN_BRACKETS = re.compile(r"^(.+?)\s*[(\uff08\[]\s*(.+?)\s*[)\uff09\]]$")


@lru_cache(1024)
def _forms(header: str) -> tuple[str, ...]:
    """Give the folded forms in which a header may be known: whole, without remarks, without polite words."""
    bare = _NUMBERING.sub("", _REMARK.sub(" ", header))
    plain = " ".join(word for word in fold(bare).split() if word not in _POLITE)
    return tuple(dict.fromkeys(form for form in (fold(header), fold(bare), plain) if form))


def known_headers(target: Target, import_as: ImportAs) -> frozenset[str]:
    """Give the folded headers by which a column is known to become a field."""
    known = HEADERS[target] | {fold(target.value)}
    if import_as is ImportAs.ORGANIZATIONS:
        if target is Target.NAME:
            return known | HEADERS[Target.ORGANIZATION]
        if target is Target.ORGANIZATION_TYPE:
            return known | {"type", "category"}
    if import_as is ImportAs.SIGNATURES and target is Target.ORGANIZATION_TYPE:
        return known - {"tipo"}
    return known


def names_it(header: str, target: Target, import_as: ImportAs) -> bool:
    """Say whether a header names a field, also in two languages side by side ("Name / Nom")."""
    known = known_headers(target, import_as)
    if any(form in known for form in _forms(header)):
        return True
    if target is Target.NAME:
        known |= HEADERS[Target.LAST_NAME]
    sides = [side for side in _SIDES.split(header) if side.strip()]
    return len(sides) > 1 and all(any(form in known for form in _forms(side)) for side in sides)


def hints_at(header: str, target: Target) -> bool:
    """Say whether a word of a header hints at a field."""
    words = fold(header).split()
    return any(word in words for word in HINTS.get(target, ())) or any(sign in header for sign in SIGNS.get(target, ()))


def combined_in(header: str, import_as: ImportAs, allowed: tuple[Target, ...]) -> tuple[Target, ...]:
    """Give the fields that a header names together: "Name, Country", "Organisation (acronym)"; none where it is one."""
    if any(fold(header) in known_headers(target, import_as) for target in allowed):
        return ()
    brackets = _IN_BRACKETS.match(header)
    for parts in (_TOGETHER.split(header), list(brackets.groups()) if brackets else []):
        fields = [_named(part, import_as, allowed) for part in parts if part.strip()]
        found = tuple(field for field in fields if field)
        if len(found) == len(fields) > 1 and len(set(found)) == len(found):
            return _without_halves(found)
    return ()


def _without_halves(fields: tuple[Target, ...]) -> tuple[Target, ...]:
    """Give fields in which a name is whole or in its two parts: "Apellidos, nombre" are parts, "Name / Nom" is one."""
    if Target.NAME in fields and Target.LAST_NAME in fields:
        fields = tuple(Target.FIRST_NAME if field is Target.NAME else field for field in fields)
    return fields if len(set(fields)) == len(fields) and fields[0] is not Target.FIRST_NAME else ()


def _named(part: str, import_as: ImportAs, allowed: tuple[Target, ...]) -> Target | None:
    return next((one for one in allowed if one in COMBINED and names_it(part, one, import_as)), None)
