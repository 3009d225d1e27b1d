"""Countries of the invented coalition: how many organisations each has, what is spoken there, and some of its cities."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """A country with the tongue of its names, the languages of its organisations and its cities."""

    country: str
    #: How many organisations the invented coalition knows there.
    organizations: int
    #: Key of the names' tongue.
    tongue: str
    #: BCP 47 tags, the preferred one first.
    languages: tuple[str, ...]
    cities: tuple[str, ...]
    zone: str


_TABLE = """
    AO 9 pt pt Africa/Luanda Luanda,Huambo,Benguela
    BJ 4 yo fr Africa/Porto-Novo Cotonou,Porto-Novo
    BF 5 rw fr Africa/Ouagadougou Ouagadougou,Bobo-Dioulasso
    CM 6 fr fr,en Africa/Douala Douala,Yaoundé
    CD 8 rw fr,sw Africa/Kinshasa Kinshasa,Goma,Bukavu
    CI 5 yo fr Africa/Abidjan Abidjan,Bouaké
    EG 7 ar ar Africa/Cairo Cairo,Alexandria
    ET 8 am am,en Africa/Addis_Ababa Addis_Ababa,Bahir_Dar,Hawassa
    GH 8 yo en Africa/Accra Accra,Kumasi,Tamale
    KE 14 sw en,sw Africa/Nairobi Nairobi,Mombasa,Kisumu,Nakuru
    MA 7 ar ar,fr Africa/Casablanca Rabat,Casablanca,Fès
    MZ 5 pt pt Africa/Maputo Maputo,Beira
    NG 13 yo en Africa/Lagos Lagos,Abuja,Ibadan,Enugu
    RW 7 rw rw,fr,en Africa/Kigali Kigali,Huye
    SN 7 fr fr Africa/Dakar Dakar,Thiès,Saint-Louis
    TZ 7 sw sw,en Africa/Dar_es_Salaam Dar_es_Salaam,Arusha,Mwanza
    TN 8 ar ar,fr Africa/Tunis Tunis,Sfax
    UG 7 sw en,sw Africa/Kampala Kampala,Gulu
    ZA 10 zu en,zu Africa/Johannesburg Johannesburg,Durban,Cape_Town
    ZW 3 zu en Africa/Harare Harare,Bulawayo
    AF 6 fa fa,ps Asia/Kabul Kabul,Herat
    BD 13 bn bn,en Asia/Dhaka Dhaka,Chattogram,Sylhet,Khulna
    KH 9 km km,en Asia/Phnom_Penh Phnom_Penh,Battambang,Siem_Reap
    CN 4 zh zh Asia/Shanghai Shanghai,Kunming
    FJ 6 fj en Pacific/Fiji Suva,Lautoka
    IN 19 hi hi,en Asia/Kolkata Delhi,Lucknow,Jaipur,Pune,Bhopal
    ID 11 id id Asia/Jakarta Jakarta,Yogyakarta,Surabaya,Makassar
    IR 3 fa fa Asia/Tehran Tehran,Shiraz
    JP 11 ja ja Asia/Tokyo Tokyo,Osaka,Hiroshima,Sapporo
    JO 7 ar ar,en Asia/Amman Amman,Irbid
    KG 8 ky ky,ru Asia/Bishkek Bishkek,Osh
    KZ 4 ky kk,ru Asia/Almaty Almaty,Astana
    KR 11 ko ko Asia/Seoul Seoul,Gwangju,Busan
    LB 9 ar ar,fr Asia/Beirut Beirut,Tripoli,Saida
    NP 9 ne ne,en Asia/Kathmandu Kathmandu,Pokhara
    PK 8 ur ur,en Asia/Karachi Lahore,Karachi,Quetta
    PG 4 fj en Pacific/Port_Moresby Port_Moresby,Lae
    PH 9 tl tl,en Asia/Manila Manila,Cebu,Davao
    LK 6 ta ta,en Asia/Colombo Jaffna,Colombo
    TH 6 th th Asia/Bangkok Bangkok,Chiang_Mai
    VN 4 vi vi Asia/Ho_Chi_Minh Hanoi,Da_Nang
    AU 8 en en Australia/Melbourne Melbourne,Brisbane,Darwin
    AT 6 de de Europe/Vienna Vienna,Graz
    BE 6 fr fr,nl Europe/Brussels Brussels,Liège
    CA 12 fr fr,en America/Toronto Montréal,Toronto,Vancouver
    DE 14 de de Europe/Berlin Berlin,Köln,Leipzig,München
    ES 11 es es Europe/Madrid Madrid,Sevilla,Valencia
    FR 11 fr fr Europe/Paris Paris,Lyon,Marseille
    GB 10 en en Europe/London London,Leeds,Glasgow
    GR 6 el el Europe/Athens Athens,Thessaloniki
    IL 5 he he,ar Asia/Jerusalem Haifa,Tel_Aviv
    NO 9 nb nb,en Europe/Oslo Oslo,Bergen,Tromsø
    NZ 4 fj en,mi Pacific/Auckland Wellington,Auckland
    SE 7 sv sv,en Europe/Stockholm Stockholm,Göteborg,Malmö
    TR 8 tr tr Europe/Istanbul Istanbul,Ankara,Diyarbakır
    US 7 en en America/New_York New_York,Chicago
    AR 14 es es America/Argentina/Buenos_Aires Buenos_Aires,Rosario,Córdoba
    BO 7 es es,qu America/La_Paz La_Paz,Cochabamba
    BR 18 pt pt America/Sao_Paulo São_Paulo,Recife,Belém,Porto_Alegre
    CL 12 es es America/Santiago Santiago,Valparaíso,Concepción
    CO 14 es es America/Bogota Bogotá,Medellín,Cali
    CR 5 es es America/Costa_Rica San_José
    EC 7 es es,qu America/Guayaquil Quito,Cuenca
    GT 7 es es America/Guatemala Guatemala,Quetzaltenango
    HT 4 fr fr,ht America/Port-au-Prince Port-au-Prince
    MX 14 es es America/Mexico_City Ciudad_de_México,Oaxaca,Guadalajara
    PE 11 es es,qu America/Lima Lima,Ayacucho,Cusco
    PY 4 es es,gn America/Asuncion Asunción
    UY 4 es es America/Montevideo Montevideo
    AM 5 hy hy,ru Asia/Yerevan Yerevan,Gyumri
    AZ 3 az az,ru Asia/Baku Baku
    CZ 6 cs cs Europe/Prague Prague,Brno
    EE 5 et et Europe/Tallinn Tallinn,Tartu
    GE 7 ka ka,ru Asia/Tbilisi Tbilisi,Batumi
    HU 4 hu hu Europe/Budapest Budapest,Pécs
    PL 8 pl pl Europe/Warsaw Warsaw,Kraków,Gdańsk
    RS 5 sr sr Europe/Belgrade Belgrade,Novi_Sad
    RU 3 ru ru Europe/Moscow Perm
    UA 6 uk uk Europe/Kyiv Kyiv,Lviv,Kharkiv
    """


def _place(line: str) -> Place:
    country, organizations, tongue, languages, zone, cities = line.split()
    names = tuple(city.replace("_", " ") for city in cities.split(","))
    return Place(country, int(organizations), tongue, tuple(languages.split(",")), names, zone)


PLACES: dict[str, Place] = {place.country: place for place in map(_place, _TABLE.strip().splitlines())}
