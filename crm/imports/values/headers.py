"""How columns are called: headers of lists in several languages, compared folded."""

from crm.core.text.folding import fold
from crm.imports.values.targets import Target

_WORDS: dict[Target, str] = {
    Target.NAME: (
        "name|full name|names|signatory|signer|signed by|signatory name|person|display name"
        "|title of organisation|nombre|nombre completo|nombre y apellidos|nombres y apellidos"
        "|firmante|nom complet|nom et prenom|nom prenom|noms|signataire|nome|nome completo|assinante"
        "|signatario|vollstandiger name|unterzeichner|nome e cognome|publisher|contact name|الاسم"
        "|الاسم الكامل|имя|фио|имя и фамилия|姓名|名称|名前|이름"
    ),
    Target.FIRST_NAME: (
        "first name|firstname|given name|given names|forename|first|nombres|primer nombre|prenom"
        "|prenoms|primeiro nome|vorname|nome proprio|имя собственное|الاسم الأول|名"
    ),
    Target.LAST_NAME: (
        "last name|lastname|surname|family name|apellido|apellidos|nom de famille|nom|sobrenome"
        "|apelido|nachname|familienname|cognome|фамилия|اسم العائلة|姓"
    ),
    Target.ORGANIZATION: (
        "organization|organisation|org|organization name|organisation name|name of organization"
        "|name of organisation|org name|company|employer|institution|affiliation|ngo|agency|entity"
        "|association|organizacion|nombre de la organizacion|entidad|institucion|asociacion|empresa"
        "|nom de l organisation|nom de la structure|structure|organisme|societe|entreprise"
        "|organizacao|instituicao|entidade|organisationsname|verein|firma|organizzazione|ente"
        "|associazione|member|member organisation|member organization|membre|المنظمة|المؤسسة"
        "|организация|учреждение|组织|机构|组织名称|団体|단체"
    ),
    Target.ROLE: (
        "role|title|job title|position|function|occupation|profession|job|designation|cargo|puesto"
        "|funcion|ocupacion|profesion|fonction|poste|titre|metier|funcao|cargo profissional|funktion"
        "|beruf|ruolo|posizione|المنصب|الوظيفة|должность|职位|职务"
    ),
    Target.EMAIL: (
        "email|e mail|mail|email address|e mail address|mail address|emails|correo|correo electronico"
        "|courriel|adresse mail|adresse email|adresse electronique|adresse e mail|endereco de email"
        "|e mail adresse|indirizzo email|البريد الإلكتروني|электронная почта|почта|邮箱|电子邮件"
    ),
    Target.PHONE: (
        "phone|telephone|tel|mobile|cell|phone number|telephone number|whatsapp|telefono"
        "|telefono movil|movil|celular|telephone portable|portable|telefone|telemovel|telefon|handy"
        "|cellulare|contact number|الهاتف|رقم الهاتف|телефон|电话|手机"
    ),
    Target.COUNTRY: (
        "country|countries|country of residence|nation|state or country|pais|pays|land|paese|nazione"
        "|based in country|البلد|الدولة|страна|国家"
    ),
    Target.CITY: ("city|town|place|location|ciudad|localidad|ville|commune|cidade|stadt|ort|citta|المدينة|город|城市"),
    Target.ADDRESS: (
        "address|postal address|street|direccion|direccion postal|adresse|adresse postale|endereco"
        "|anschrift|indirizzo|العنوان|адрес|地址"
    ),
    Target.LANGUAGES: (
        "language|languages|preferred language|idioma|idiomas|lengua|langue|langues|lingua|linguas"
        "|sprache|sprachen|اللغة|язык|языки|语言"
    ),
    Target.WEBSITE: (
        "website|web site|web|url|homepage|web page|site|link|sitio web|pagina web|site web"
        "|site internet|sitio|webseite|sito|الموقع|сайт|网站|网址"
    ),
    Target.ORGANIZATION_TYPE: (
        "organisation type|organization type|type of organisation|type of organization|org type|kind"
        "|sector|tipo de organizacion|tipo|type d organisation|tipo de organizacao"
        "|art der organisation|نوع المنظمة|тип организации|组织类型"
    ),
    Target.ACRONYM: ("acronym|abbreviation|short name|sigla|siglas|acronimo|sigle|acronyme|kurzname|abkurzung"),
    Target.NATIVE_NAME: (
        "native name|local name|original name|name in own script|name in local language|nombre original|nom original"
    ),
    Target.ALIAS: (
        "alias|aliases|also known as|aka|other name|other names|alternative name|otros nombres|autre nom|outro nome"
    ),
    Target.PARENT: (
        "parent|parent organisation|parent organization|headquarters|head office|umbrella|branch of"
        "|chapter of|organizacion matriz|matriz|maison mere|organisation mere|siege|organizacao mae"
        "|dachverband"
    ),
    Target.NETWORK: (
        "network|networks|member of|alliance|federation|coalition|red|redes|reseau|reseaux|rede"
        "|netzwerk|umbrella network"
    ),
    Target.MAIN_CONTACT: (
        "contact|contact person|main contact|focal point|contacto|persona de contacto"
        "|personne de contact|personne contact|pessoa de contato|ansprechpartner|contatto"
        "|representative|representante|representant"
    ),
    Target.FOUNDED: (
        "founded|year founded|established|since|fundacion|ano de fundacion|fondee en|annee de creation|fundada em"
    ),
    Target.SIGNED_ON: (
        "signed on|date signed|signature date|date of signature|signed at|date|timestamp|signed|fecha"
        "|fecha de firma|firmado el|date de signature|signe le|data|data de assinatura|assinado em"
        "|datum|submitted at|submission date|التاريخ|تاريخ التوقيع|дата|дата подписания|日期|签署日期"
    ),
    Target.SIGNED_AS: (
        "signed as|signing as|signature type|type of signatory|signatory type|as|type"
        "|individual or organisation|individual or organization|on behalf of|firma como"
        "|tipo de firmante|signe en tant que|type de signataire|assina como"
    ),
    Target.TAGS: (
        "tags|tag|keywords|labels|etiquetas|etiquettes|mots cles|schlagworte|category|categories|theme|themes|теги|标签"
    ),
    Target.NOTES: (
        "notes|note|comments|comment|remarks|message|observaciones|notas|comentarios|remarques"
        "|commentaires|observacoes|bemerkungen|ملاحظات|примечания|备注"
    ),
    Target.EXTERNAL_ID: (
        "id|external id|record id|identifier|uuid|ref|reference|no|nr|number|member id|member number"
        "|numero|identifiant|codigo|номер|编号|رقم"
    ),
}
#: Folded headers by what they become.
HEADERS = {target: frozenset(map(fold, line.split("|"))) for target, line in _WORDS.items()}
